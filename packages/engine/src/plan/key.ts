/**
 * Merkle keys. A key is the sha256 of everything that decides a result: the node type and its version, its literals, the
 * model, and the keys of what comes in. Names and positions are not in it, so renaming and moving never recompute.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Literal } from "@unclip/graph";

/** sha256 of a text, 64 hex digits. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Literals in one form: by name, as JSON. */
export function canonicalParams(params: Readonly<Record<string, Literal>>): string {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the keys of a node and of its items have in common. */
export function recipe(node: {
  readonly type: string;
  readonly version: number;
  readonly params: string;
  readonly model: string;
  readonly fingerprint: string;
}): string {
  return JSON.stringify([node.type, node.version, node.model, node.fingerprint, node.params]);
}

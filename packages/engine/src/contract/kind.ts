/**
 * What can travel along an edge. The engine knows kinds only by name, fit and summary; what an image or an
 * embedding is, the node library says.
 */

import { own } from "@unclip/graph";

/** A batch: every port value is an array of items, with labels for whoever shows them. */
export interface Batch<V = unknown> {
  readonly items: readonly V[];
  /** One label an item (`"θ = 0.25"`), or none. */
  readonly labels?: readonly string[];
}

/** What a run tells the world about one value: small, JSON-safe; big things are assets. */
export interface Summary {
  /** One line for a log or a tooltip: `"64×64"`, `"a red heart"`, `"‖z‖ = 1.00"`. */
  readonly text: string;
  /** Content address of something to look at, with its media type. */
  readonly asset?: { readonly id: string; readonly type: string };
  /** Facts by name, for viewers that know the kind: `{ width: 64, height: 64 }`. */
  readonly facts?: Readonly<
    Record<string, string | number | boolean | readonly number[] | readonly string[]>
  >;
}

/**
 * Values of two spaces have nothing to do with each other, though they are of one kind. An input takes those of the
 * graph's model alone, or of any space, as long as all inputs of the node agree.
 */
export type InputSpace = "model" | "any";

/** A kind of value. `V` is known to the compiler only; at run time a kind is its name. */
export interface Kind<V = unknown, Host = unknown> {
  readonly name: string;
  /** How people call it: `"image embedding"`. */
  readonly title: string;
  /** Other kinds that may enter a port of this kind, each with the sentence that the editor shows on the edge ("" = no remark). */
  readonly accepts?: Readonly<Record<string, string>>;
  /** Turns one item into what a run reports of it. May store assets through the host. */
  summarize(value: V, host: Host): Promise<Summary>;
  /** Plain values (text, numbers) are keyed by their content, so that equal items share cache entries. */
  readonly plain?: boolean;
  /** For kinds whose values live in a space: what an input port of this kind takes, see {@link InputSpace}. */
  readonly space?: InputSpace;
}

/** As much of a kind as fitting needs; {@link Kind} and its JSON table both have it. */
type Named = { readonly name: string; readonly accepts?: Readonly<Record<string, string>> };

/** Whether a value of kind `from` may enter a port of kind `into`, and with which remark. */
export function fit(from: Named, into: Named): { readonly remark: string } | undefined {
  if (from.name === into.name) return { remark: "" };
  const remark = own(into.accepts, from.name);
  return remark === undefined ? undefined : { remark };
}

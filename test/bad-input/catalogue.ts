/**
 * Graph documents that cannot run, and the code that each is refused with. The number is the row of the catalogue of
 * bad input; a document is a file in `files/` or, where it would be large, made here.
 */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("./files/", import.meta.url);

export interface BadGraph {
  readonly name: string;
  /** The bytes of the graph file. */
  readonly bytes: Uint8Array;
  /** What the server answers. */
  readonly status: 400 | 422;
  readonly code: string;
  /** What `unclip check` says where it is something else: it looks at the document alone, not at packs and pictures. */
  readonly check?: string;
}

/** File (without `.txt`) → status and code, then what `unclip check` says where that differs. */
const files: Readonly<Record<string, readonly [400 | 422, string, string?]>> = {
  "02-byte-order-mark": [400, "json_invalid", "ready"],
  "02-more-after-the-end": [400, "json_invalid"],
  "02-truncated": [400, "json_invalid"],
  "03-infinity": [400, "json_invalid"],
  "03-nan": [400, "json_invalid"],
  "04-not-utf-8": [400, "utf8_invalid"],
  "09-key-twice": [400, "json_duplicate_key"],
  "10-constructor": [400, "key_forbidden"],
  "10-proto": [400, "key_forbidden"],
  "10-prototype": [400, "key_forbidden"],
  "11-a1111": [422, "not_our_format"],
  "11-array": [422, "not_our_format"],
  "11-comfyui-api": [422, "not_our_format"],
  "11-comfyui-workflow": [422, "not_our_format"],
  "11-text": [422, "not_our_format"],
  "12-version-missing": [422, "schema_version"],
  "12-version-newer": [422, "schema_version"],
  "12-version-text": [422, "schema_version"],
  "12-version-zero": [422, "schema_version"],
  "13-unknown-node-property": [422, "unknown_property"],
  "13-unknown-property": [422, "unknown_property"],
  // Ids are lower case and ASCII, so that no two differ by case or by normalisation alone.
  "14-node-id-other-case": [422, "node_id_invalid"],
  "14-node-id-twice": [422, "node_id_duplicate"],
  "15-node-id-control": [422, "node_id_invalid"],
  "15-node-id-empty": [422, "node_id_invalid"],
  "15-node-id-long": [422, "node_id_invalid"],
  "15-node-id-surrogate": [422, "node_id_invalid"],
  "16-node-type-unknown": [422, "node_type_unknown"],
  "17-edge-from-no-port": [422, "edge_dangling"],
  "17-edge-from-nowhere": [422, "edge_dangling"],
  "17-edge-into-no-port": [422, "port_unknown"],
  "18-wrong-kind": [422, "kind_mismatch"],
  "19-embedding-of-another-space": [422, "space_mismatch", "ready"],
  "20-edge-as-list": [422, "edge_invalid"],
  "20-two-edges-into-one-port": [422, "port_multiply_bound"],
  "21-input-missing": [422, "input_missing"],
  "21-literal-on-link": [422, "literal_on_link"],
  "22-cycle-of-500": [422, "graph_cycle"],
  "22-cycle-of-two": [422, "graph_cycle"],
  "22-self-loop": [422, "graph_cycle"],
  "23-no-output": [422, "graph_no_output"],
  "24-no-nodes": [422, "graph_no_output"],
  "26-1e400": [422, "number_range"],
  "26-2-to-53-plus-1": [422, "number_range"],
  "27-guidance-text": [422, "param_kind"],
  "27-param-unknown": [422, "param_unknown"],
  "27-steps-fraction": [422, "param_range"],
  "27-steps-huge": [422, "param_range"],
  "27-steps-negative": [422, "param_range"],
  "28-text-40000": [422, "text_too_long"],
  "30-sweep-of-17-by-16": [422, "sweep_too_large"],
  "30-sweep-of-257": [422, "param_range"],
  "30-sweep-over-unknown-param": [422, "port_unknown"],
  "31-asset-malformed": [422, "param_range"],
  "31-asset-unknown": [422, "asset_missing", "ready"],
  "37-model-unknown": [422, "model_missing", "ready"],
};

/** A graph that runs, from which the others differ in one thing. */
export const goodGraph = readFileSync(new URL("00-good.txt", folder));

const text = (text: string) => new TextEncoder().encode(text);
const withNodes = (nodes: unknown) =>
  text(JSON.stringify({ unclip: 1, title: "Large", model: "tiny-latent", nodes }));
const manyNodes = (count: number) =>
  withNodes(Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, { type: "text" }])));

const made: readonly BadGraph[] = [
  {
    name: "08-400000-levels",
    bytes: text("[".repeat(400_000) + "]".repeat(400_000)),
    status: 400,
    code: "json_too_deep",
  },
  { name: "24-2001-nodes", bytes: manyNodes(2001), status: 422, code: "graph_too_large" },
  {
    name: "25-chain-of-1900",
    // Deep enough to overflow a recursive walk; its end is what is wrong with it.
    bytes: withNodes(
      Object.fromEntries(
        Array.from({ length: 1900 }, (_, i) => [
          `n${i}`,
          i === 0
            ? { type: "text" }
            : i === 1
              ? { type: "nothing" }
              : { type: "upsample", inputs: { image: `n${i - 1}.image` } },
        ]),
      ),
    ),
    status: 422,
    code: "node_type_unknown",
  },
];

/** Every bad graph; throws when a file lacks an expectation or an expectation its file. */
export function badGraphs(): readonly BadGraph[] {
  const there = readdirSync(folder).map((file) => file.slice(0, -".txt".length));
  const lost = [
    ...there.filter((name) => name !== "00-good" && files[name] === undefined),
    ...Object.keys(files).filter((name) => !there.includes(name)),
  ];
  if (lost.length > 0) throw new Error(`In files/ or in the table alone: ${lost.join(", ")}.`);
  const read = Object.entries(files).map(([name, [status, code, check]]) => ({
    name,
    bytes: new Uint8Array(readFileSync(new URL(`${name}.txt`, folder))),
    status,
    code,
    ...(check !== undefined && { check }),
  }));
  return [...read, ...made];
}

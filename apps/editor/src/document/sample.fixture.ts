/** A small vocabulary and graph for tests: kinds that accept one another, an output that takes its input's kind. */
import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import type { Graph } from "@unclip/graph";

const port = (kind: string, extra: object = {}) => ({ kind, title: kind, about: "", ...extra });
const type = (
  name: string,
  group: string,
  inputs: NodeTypeTable["inputs"],
  outputs: NodeTypeTable["outputs"],
  params: NodeTypeTable["params"] = {},
): NodeTypeTable => ({
  type: name,
  version: 1,
  title: name,
  group,
  about: "",
  over: "each",
  sink: group === "looking",
  inputs,
  outputs,
  params,
});
const kind = (name: string, accepts: Record<string, string> = {}) => ({ name, title: name, accepts });

export const vocabulary: Vocabulary = {
  kinds: {
    text: kind("text"),
    number: kind("number", { seed: "" }),
    seed: kind("seed", { number: "" }),
    encoding: kind("encoding"),
    image: kind("image"),
    "embedding.text": kind("embedding.text"),
    "embedding.image": kind("embedding.image", { "embedding.text": "as in Figure 8" }),
    embedding: kind("embedding", { "embedding.text": "", "embedding.image": "" }),
  },
  nodeTypes: {
    text: type(
      "text",
      "inputs",
      {},
      { text: port("text") },
      {
        text: { param: "text", title: "Text", about: "", default: "", multiline: true, maxLength: 100 },
      },
    ),
    encode: type(
      "encode",
      "CLIP",
      { text: port("text") },
      { text: port("encoding"), embedding: port("embedding.text") },
    ),
    prior: type(
      "prior",
      "prior",
      { text: port("encoding") },
      { embedding: port("embedding.image") },
      {
        steps: { param: "integer", title: "Steps", about: "", default: 25, min: 1, max: 1000 },
        seed: { param: "seed", title: "Seed", about: "", default: 0 },
      },
    ),
    slerp: type(
      "slerp",
      "arithmetic",
      { a: port("embedding"), b: port("embedding") },
      { result: port("embedding", { as: "a" }) },
    ),
    decode: type("decode", "decoder", { embedding: port("embedding.image") }, { image: port("image") }),
    show: type("show", "looking", { image: port("image") }, {}),
  },
};

export const graph: Graph = {
  unclip: 1,
  title: "Sample",
  model: "tiny",
  nodes: {
    caption: { type: "text", params: { text: "a heart" }, at: [0, 0] },
    encode: { type: "encode", inputs: { text: "caption.text" }, at: [280, 0] },
    prior: { type: "prior", inputs: { text: "encode.text" }, at: [560, 0] },
    decode: { type: "decode", inputs: { embedding: "prior.embedding" }, at: [840, 0] },
    picture: { type: "show", inputs: { image: "decode.image" }, at: [1120, 0] },
  },
};

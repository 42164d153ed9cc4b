/**
 * Model packs that someone who is not our friend could hand to an operator: the pack `tiny-latent` with one thing
 * changed. Digests are right unless the row is about digests, or the file would never be opened.
 */
import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { generator } from "@unclip/tensor";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";

/** The model that every row changes: text-encoder.onnx of tiny-latent. */
const file = "text-encoder.onnx";

export interface HostilePack {
  readonly id: string;
  /** The codes of which a run on it fails with one; none where it may as well succeed. */
  readonly codes: readonly string[];
}

type Change = (folder: string, model: ModelProto) => Uint8Array | ModelProto | undefined;

const int64 = (value: bigint) =>
  create(TensorProtoSchema, { dataType: DataType.INT64, dims: [1n], int64Data: [value] });
const node = (opType: string, input: string[], output: string[], more = {}) =>
  create(NodeProtoSchema, { opType, input, output, ...more });
const graphOf = (model: ModelProto): GraphProto => model.graph!;
/** Has the model say nothing of the shape of `text_embeds`, so that only a run can tell. */
function anyShape(model: ModelProto): void {
  const { type } = graphOf(model).output.find(({ name }) => name === "text_embeds")!;
  if (type?.value.case === "tensorType") delete type.value.value.shape;
}
/** The node that makes the output `text_embeds`, which {@link poison} puts something behind. */
function poison(model: ModelProto, make: (clean: string) => ReturnType<typeof node>[]): ModelProto {
  const graph = graphOf(model);
  const last = graph.node.find((n) => n.output.includes("text_embeds"))!;
  last.output = ["clean"];
  graph.node.push(...make("clean"));
  return model;
}
const external =
  (location: string): Change =>
  (_folder, model) => {
    const [weight] = graphOf(model).initializer;
    weight!.rawData = new Uint8Array();
    weight!.dataLocation = DataLocation.EXTERNAL;
    weight!.externalData = [create(StringStringEntryProtoSchema, { key: "location", value: location })];
    return model;
  };
/** A file beside the model, so that the model is opened by its path and may look around. */
const withFileBeside =
  (change: Change): Change =>
  (folder, model) => {
    writeFileSync(join(folder, `${file}_data`), Buffer.alloc(4096));
    return change(folder, model);
  };

const rows: readonly (readonly [string, readonly string[], Change])[] = [
  ["38-one-byte", ["model_invalid"], () => Uint8Array.of(0)],
  ["38-truncated", ["model_invalid"], (_f, model) => encode(model).subarray(0, encode(model).length / 2)],
  ["38-png", ["model_invalid"], () => Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ["38-text", ["model_invalid"], () => new TextEncoder().encode("#!/bin/sh\necho pwned\n")],
  [
    "39-input-of-another-name",
    ["model_contract"],
    (_f, model) => {
      const graph = graphOf(model);
      graph.input[0]!.name = "evil";
      for (const n of graph.node) n.input = n.input.map((name) => (name === "input_ids" ? "evil" : name));
      return model;
    },
  ],
  [
    "39-output-of-another-name",
    ["model_contract"],
    (_f, model) => {
      const graph = graphOf(model);
      graph.output[0]!.name = "evil";
      for (const n of graph.node) n.output = n.output.map((name) => (name === "text_embeds" ? "evil" : name));
      return model;
    },
  ],
  [
    "39-one-input-more",
    ["model_contract"],
    (_f, model) => {
      const type = create(TypeProtoSchema, {
        value: { case: "tensorType", value: create(TypeProto_TensorSchema, { elemType: DataType.FLOAT }) },
      });
      graphOf(model).input.push(create(ValueInfoProtoSchema, { name: "more", type }));
      return model;
    },
  ],
  [
    "39-input-of-another-type",
    ["model_contract"],
    (_f, model) => {
      const { type } = graphOf(model).input[0]!;
      if (type?.value.case !== "tensorType") throw new Error("The first input is no tensor.");
      type.value.value.elemType = DataType.INT32;
      return model;
    },
  ],
  [
    "39-output-of-another-width",
    ["model_contract"],
    (_f, model) => {
      anyShape(model);
      return poison(model, (clean) => [
        node("Concat", [clean, clean], ["text_embeds"], {
          attribute: [create(AttributeProtoSchema, { name: "axis", type: AttributeType.INT, i: -1n })],
        }),
      ]);
    },
  ],
  [
    "39-output-of-another-rank",
    ["model_contract"],
    (_f, model) => {
      anyShape(model);
      graphOf(model).initializer.push({ ...int64(0n), name: "first_axis" });
      return poison(model, (clean) => [node("Unsqueeze", [clean, "first_axis"], ["text_embeds"])]);
    },
  ],
  ["40-external-traversal", ["model_external_data"], external("../../../../../../etc/passwd")],
  ["40-external-absolute", ["model_external_data"], external("/etc/passwd")],
  [
    "40-external-traversal-by-path",
    ["model_external_data"],
    withFileBeside(external("../../../../../../etc/passwd")),
  ],
  ["40-external-absolute-by-path", ["model_external_data"], withFileBeside(external("/etc/passwd"))],
  [
    "40-external-symlink",
    ["model_external_data"],
    (folder, model) => {
      symlinkSync("/etc/passwd", join(folder, "link"));
      return withFileBeside(external("link"))(folder, model);
    },
  ],
  [
    "41-custom-operator",
    ["model_invalid"],
    (_f, model) => {
      model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: "evil.example", version: 1n }));
      return poison(model, (clean) => [node("Run", [clean], ["text_embeds"], { domain: "evil.example" })]);
    },
  ],
  [
    "41-dims-without-data",
    ["model_invalid"],
    (_f, model) => {
      graphOf(model).initializer[0]!.dims = [2n ** 40n];
      return model;
    },
  ],
  [
    "41-dims-that-overflow",
    ["model_invalid"],
    (_f, model) => {
      graphOf(model).initializer[0]!.dims = [2n ** 62n, 8n];
      return model;
    },
  ],
  [
    "41-dims-below-zero",
    ["model_invalid"],
    (_f, model) => {
      graphOf(model).initializer[0]!.dims = [-1n, 8n];
      return model;
    },
  ],
  [
    "41-four-terabytes",
    ["model_failed", "model_invalid", "budget_exceeded", "runner_crashed"],
    (_f, model) => {
      graphOf(model).initializer.push({ ...int64(2n ** 40n), name: "size" });
      return poison(model, (clean) => [
        node("ConstantOfShape", ["size"], ["huge"]),
        node("ReduceSum", ["huge"], ["sum"]),
        node("Add", [clean, "sum"], ["text_embeds"]),
      ]);
    },
  ],
  [
    "41-cycle",
    ["model_invalid"],
    (_f, model) =>
      poison(model, (clean) => [
        node("Add", [clean, "b"], ["a"]),
        node("Add", [clean, "a"], ["b"]),
        node("Identity", ["a"], ["text_embeds"]),
      ]),
  ],
  ["41-loop-without-end", ["budget_exceeded"], (_f, model) => poison(model, endless)],
  ["41-control-flow-2000-deep", ["model_invalid", "runner_crashed"], (_f, model) => nested(model, 2000)],
  [
    "42-not-a-number",
    ["numeric_nonfinite"],
    (_f, model) =>
      poison(model, (clean) => [
        node("Sub", [clean, clean], ["zero"]),
        node("Div", ["zero", "zero"], ["text_embeds"]),
      ]),
  ],
  [
    "42-infinite",
    ["numeric_nonfinite"],
    (_f, model) =>
      poison(model, (clean) => [
        node("Sub", [clean, clean], ["zero"]),
        node("Exp", ["zero"], ["one"]),
        node("Div", ["one", "zero"], ["text_embeds"]),
      ]),
  ],
];

/** A loop of 2^62 turns that adds what it got to itself. */
function endless(clean: string): ReturnType<typeof node>[] {
  const constant = (name: string, value: ReturnType<typeof int64>) =>
    node("Constant", [], [name], {
      attribute: [create(AttributeProtoSchema, { name: "value", type: AttributeType.TENSOR, t: value })],
    });
  const typed = (name: string, elemType: DataType, shaped: boolean) => {
    const shape = shaped ? { shape: create(TensorShapeProtoSchema, {}) } : {};
    const tensor = create(TypeProto_TensorSchema, { elemType, ...shape });
    return create(ValueInfoProtoSchema, {
      name,
      type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
    });
  };
  const body = create(GraphProtoSchema, {
    name: "body",
    input: [
      typed("i", DataType.INT64, true),
      typed("go", DataType.BOOL, true),
      typed("x", DataType.FLOAT, false),
    ],
    output: [typed("go_on", DataType.BOOL, true), typed("y", DataType.FLOAT, false)],
    node: [node("Identity", ["go"], ["go_on"]), node("Tanh", ["x"], ["y"])],
  });
  const attribute = [create(AttributeProtoSchema, { name: "body", type: AttributeType.GRAPH, g: body })];
  return [
    constant("turns", create(TensorProtoSchema, { ...int64(2n ** 62n), dims: [] })),
    node("Loop", ["turns", "", clean], ["text_embeds"], { attribute }),
  ];
}

/** `If` in `If` in `If` …, written from the inside, as a recursive writer would not come back. */
function nested(model: ModelProto, levels: number): Uint8Array {
  const leaf = create(GraphProtoSchema, { name: "g", node: [node("Identity", ["clean"], ["o"])] });
  let inner = toBinary(GraphProtoSchema, leaf);
  for (let level = 0; level < levels; level++) {
    // GraphProto { node(1): NodeProto { op_type(4): "If", attribute(5): { name(1), type(20) = GRAPH 5, g(6) } } }
    const attribute = [
      field(1, new TextEncoder().encode("then_branch")),
      Uint8Array.of(0xa0, 0x01, 5),
      field(6, inner),
    ];
    const made = Buffer.concat([
      field(4, new TextEncoder().encode("If")),
      field(1, new TextEncoder().encode("clean")),
      field(2, new TextEncoder().encode("o")),
      field(5, Buffer.concat(attribute)),
    ]);
    inner = Buffer.concat([field(1, made), field(2, new TextEncoder().encode("g"))]);
  }
  // A field of ModelProto that stands twice is merged: the second graph (7) adds its nodes to the first.
  return Buffer.concat([encode(model), field(7, inner)]);
}

/** A protobuf field of bytes. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let n = bytes.length; ; n >>>= 7) {
    length.push(n > 127 ? (n & 127) | 128 : n);
    if (n <= 127) break;
  }
  return Buffer.concat([Uint8Array.of((number << 3) | 2, ...length), bytes]);
}

const encode = (model: ModelProto) => toBinary(ModelProtoSchema, model);

/** Writes every hostile pack beside the good pack `tiny-latent` in a folder of models. */
export function writeHostilePacks(models: string, mutants: number): HostilePack[] {
  const bytes = readFileSync(join(models, "tiny-latent", file));
  const written = rows.map(([name, codes, change]): HostilePack => {
    const id = `row-${name}`;
    const folder = copyPack(models, id);
    const changed = change(folder, fromBinary(ModelProtoSchema, bytes)) ?? bytes;
    putModel(folder, changed instanceof Uint8Array ? changed : encode(changed));
    return { id, codes };
  });
  const random = generator(5);
  for (let i = 0; i < mutants; i++) {
    const id = `mutant-${i}`;
    const mutant = Uint8Array.from(bytes);
    for (let flip = 0; flip < 4; flip++)
      mutant[Math.floor(random.uniform() * mutant.length)]! ^= 1 << Math.floor(random.uniform() * 8);
    putModel(copyPack(models, id), mutant);
    written.push({ id, codes: [] });
  }
  const altered = copyPack(models, "row-37-altered");
  writeFileSync(join(altered, file), Uint8Array.from(bytes).fill(1, 100, 101));
  const gone = copyPack(models, "row-37-gone");
  rmSync(join(gone, file));
  return [
    ...written,
    { id: "row-37-altered", codes: ["model_changed"] },
    { id: "row-37-gone", codes: ["model_missing"] },
  ];
}

function copyPack(models: string, id: string): string {
  const folder = join(models, id);
  cpSync(join(models, "tiny-latent"), folder, { recursive: true });
  edit(folder, (manifest) => {
    manifest.id = id;
  });
  return folder;
}

/** Writes the model, and gives it and whatever lies beside it its right digest. */
function putModel(folder: string, bytes: Uint8Array): void {
  writeFileSync(join(folder, file), bytes);
  edit(folder, ({ files }) => {
    files[file] = digestOf(bytes);
    const beside = `${file}_data`;
    try {
      files[beside] = digestOf(readFileSync(join(folder, beside)));
    } catch {
      // Nothing lies beside it.
    }
  });
}

interface Manifest {
  id: string;
  files: Record<string, { sha256: string; bytes: number }>;
}

function edit(folder: string, change: (manifest: Manifest) => void): void {
  const path = join(folder, "model.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

function digestOf(bytes: Uint8Array): { sha256: string; bytes: number } {
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}

/**
 * Writes small ONNX models from TypeScript: a graph is built by calling operators on names of values.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import type { Tensor } from "@unclip/tensor";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";

const types = { float32: DataType.FLOAT, int64: DataType.INT64, bool: DataType.BOOL };

/** An input or output: element type and shape, where a string names a free dimension. */
export interface Port {
  readonly type: keyof typeof types;
  readonly shape: readonly (number | string)[];
}

type Attributes = Readonly<Record<string, number | readonly number[] | string>>;

/** Adds to the graph under construction; values are known by name. */
export interface Builder {
  /** An operator of one output. */
  op(type: string, inputs: readonly string[], attributes?: Attributes): string;
  /** A constant of floats. */
  weight(value: Tensor): string;
  /** A constant vector of 64-bit integers, as shapes and axes are given. */
  integers(values: readonly number[]): string;
}

/** Builds a model (opset 17); `build` returns the value name of each output. */
export function onnxModel(
  inputs: Readonly<Record<string, Port>>,
  outputs: Readonly<Record<string, Port>>,
  build: (b: Builder) => Readonly<Record<string, string>>,
): Uint8Array {
  const nodes: NodeProto[] = [];
  const constants: TensorProto[] = [];
  const constant = (
    dataType: DataType,
    dims: readonly number[],
    rawData: Uint8Array<ArrayBuffer>,
  ): string => {
    const name = `c${constants.length}`;
    constants.push(create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData }));
    return name;
  };
  const builder: Builder = {
    op(opType, input, attributes = {}) {
      const output = `v${nodes.length}`;
      nodes.push(
        create(NodeProtoSchema, {
          opType,
          input: [...input],
          output: [output],
          attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        }),
      );
      return output;
    },
    weight: ({ data, shape }) =>
      constant(DataType.FLOAT, shape, new Uint8Array(Float32Array.from(data).buffer)),
    integers: (values) =>
      constant(DataType.INT64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
  };
  const results = build(builder);
  for (const [name, value] of Object.entries(results)) {
    nodes.push(create(NodeProtoSchema, { opType: "Identity", input: [value], output: [name] }));
  }
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "unclip-tiny",
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: 17n })],
    graph: create(GraphProtoSchema, {
      name: "tiny",
      node: nodes,
      initializer: constants,
      input: Object.entries(inputs).map(([name, port]) => valueInfo(name, port)),
      output: Object.entries(outputs).map(([name, port]) => valueInfo(name, port)),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function attribute(name: string, value: number | readonly number[] | string): AttributeProto {
  if (typeof value === "string") {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: new TextEncoder().encode(value),
    });
  }
  return typeof value === "number"
    ? create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) })
    : create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

function valueInfo(name: string, { type, shape }: Port): ValueInfoProto {
  const dim = shape.map((n) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof n === "string" ? { case: "dimParam", value: n } : { case: "dimValue", value: BigInt(n) },
    }),
  );
  const tensorType = create(TypeProto_TensorSchema, {
    elemType: types[type],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensorType } }),
  });
}

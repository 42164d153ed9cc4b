export { describe, type KindTable, type NodeTypeTable, paramKind, type PortTable, type Vocabulary } from "./describe.ts";
export type { OutputSummary, RunError, RunEvent } from "./events.ts";
export { type Batch, fit, type Kind, type Summary } from "./kind.ts";
export {
  type InputPort,
  input,
  type NodeContext,
  type NodeType,
  type NodeTypes,
  nodeDefiner,
  nodeTypes,
  type OutputPort,
  optionalInput,
  output,
} from "./node-type.ts";
export * from "./param.ts";

/**
 * The graph document. Text → `parseGraph` → {@link Graph} → named changes (`setParam`, `connect` …) → `serializeGraph`.
 * What node types exist, and whether a graph can run, is `@unclip/engine`'s.
 */
export {
  applyPatches,
  type Change,
  ChangeError,
  change,
  type GraphDraft,
  type GraphPatch,
} from "./change.ts";
export { bendEdge } from "./changes/bends.ts";
export { addFrame, addNote, editFrame, editNote, removeFrame, removeNote } from "./changes/canvas.ts";
export { type CopyChange, copyNodes, duplicateNodes, pasteNodes } from "./changes/copies.ts";
export { setAbout, setApp, setModel, setTitle } from "./changes/document.ts";
export { connect, disconnect } from "./changes/edges.ts";
export { makePart, type PartChange } from "./changes/make-part.ts";
export { addNode, moveNodes, removeNodes, renameNode, setOff } from "./changes/nodes.ts";
export { setParam } from "./changes/params.ts";
export { declarePort, editPart, hidePort, partGraph, removePart, renamePart } from "./changes/parts.ts";
export { unpackPart } from "./changes/unpack-part.ts";
export { fileNameOf } from "./file-name.ts";
export { fileText } from "./file-text.ts";
export { freshId } from "./fresh-id.ts";
export { GraphError, shownKey } from "./graph-error.ts";
export {
  emptyHistory,
  type History,
  type HistoryStep,
  mergeWindow,
  push,
  redo,
  redoLabel,
  undo,
  undoLabel,
} from "./history.ts";
export { innerId, innerPath, outermost, splitId, stepsOf, usesAround } from "./inner-id.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { own } from "./own.ts";
export { innerInput, type ParamPlace, placeOfParam } from "./param-place.ts";
export { parseGraph, readGraph } from "./parse.ts";
export { partOf, partType, partUsed } from "./part-use.ts";
export { type NodePort, portRef, splitRef } from "./port-ref.ts";
export { formatVersion, graphJsonSchema } from "./schema.ts";
export { serializeGraph } from "./serialize.ts";
export type {
  AppForm,
  DocumentProblem,
  Frame,
  Graph,
  GraphNode,
  Literal,
  NodeId,
  Note,
  Off,
  Part,
  Point,
  PortRef,
} from "./types.ts";

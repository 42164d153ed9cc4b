export type { DocumentProblem, Frame, Graph, GraphNode, Literal, NodeId, Note, Off, Part, Point, PortRef } from "./types.ts";

import { type Change, change } from "../change.ts";
import type { Graph, Literal, NodeId } from "../types.ts";
import { existingNode } from "./existing.ts";

/**
 * Sets a param's literal. `undefined`, or a value equal to the node type's `defaultValue`, removes the literal, so that a
 * graph file holds only what differs. Keystrokes and slider steps on one param merge into one step of the history.
 */
export function setParam(
  graph: Graph,
  id: NodeId,
  param: string,
  value: Literal | undefined,
  defaultValue?: Literal,
): Change {
  return change(
    graph,
    `Set ${param} of ${id}`,
    (draft) => {
      const node = existingNode(draft, id);
      if (value === undefined || sameLiteral(value, defaultValue)) {
        if (node.params === undefined) return;
        delete node.params[param];
        if (Object.keys(node.params).length === 0) delete node.params;
      } else {
        const written = typeof value === "object" ? ([...value] as string[] | number[]) : (value as string);
        if (node.params === undefined) node.params = { [param]: written };
        else node.params[param] = written;
      }
    },
    `param ${id}.${param}`,
  );
}

function sameLiteral(a: Literal, b: Literal | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

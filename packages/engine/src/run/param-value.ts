import { NodeError } from "../contract/node-error.ts";
import type { NodeType } from "../contract/node-type.ts";
import type { Param } from "../contract/param.ts";
import { paramFault } from "../contract/param-check.ts";

/** A value that an edge brought into a param. Throws {@link NodeError} when a literal of that value would be refused too. */
export function requireParam(type: NodeType, name: string, value: unknown): unknown {
  const param = (type.params as Readonly<Record<string, Param>>)[name];
  const fault = param === undefined ? undefined : paramFault(param, value);
  if (fault === undefined) return value;
  throw new NodeError(
    fault.code,
    `"${name}" gets ${fault.found}; expected ${fault.expected}. Change what feeds it.`,
  );
}

import type { NodeTypeTable, Param, PortTable } from "@unclip/engine";
import { readArguments } from "../arguments.ts";
import { vocabulary } from "../machine.ts";
import { printJson, printParagraphs } from "../terminal.ts";

/** `unclip nodes [--json]`: the node types with their ports and params. */
export async function nodes(args: string[]): Promise<number> {
  const { values } = readArguments(args, { json: { type: "boolean", default: false } }, 0);
  if (values.json) printJson(vocabulary, 2);
  else printParagraphs(Object.values(vocabulary.nodeTypes).map(paragraph));
  return 0;
}

function paragraph(type: NodeTypeTable): readonly string[] {
  const lines = [`${type.type} — ${type.title} (${type.group})`, `  ${type.about}`];
  for (const [name, port] of Object.entries(type.inputs)) lines.push(`  in    ${name}: ${portText(port)}`);
  for (const [name, param] of Object.entries(type.params)) lines.push(`  param ${name}: ${paramText(param)}`);
  for (const [name, port] of Object.entries(type.outputs)) lines.push(`  out   ${name}: ${portText(port)}`);
  return lines;
}

const portText = (port: PortTable) => `${port.kind}${port.optional ? " (optional)" : ""} — ${port.about}`;

function paramText(param: Param): string {
  const range =
    "min" in param
      ? [` ${param.min} to ${param.max}`, ...(param.words ?? [])].join(" | ")
      : "options" in param
        ? ` ${param.options.join(" | ")}`
        : "";
  return `${param.param}${range}, default ${JSON.stringify(param.default)} — ${param.about}`;
}

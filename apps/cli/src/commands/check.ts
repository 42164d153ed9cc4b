import { check as checkGraph, countProblems } from "@unclip/engine";
import { GraphError } from "@unclip/graph";
import { readArguments } from "../arguments.ts";
import { readGraphFile } from "../graph-file.ts";
import { vocabulary } from "../machine.ts";
import { print, printJson } from "../terminal.ts";

/** `unclip check FILE [--json]`: every problem of a graph file at once. Resolves to 0 when it can run, else 2. */
export async function check(args: string[]): Promise<number> {
  const { values, file } = readArguments(args, { json: { type: "boolean", default: false } }, 1);
  const problems = await problemsOf(file);
  const errors = countProblems(problems.filter((p) => p.severity === "error"));
  if (values.json) printJson(problems, 2);
  else {
    for (const p of problems) print(`${p.severity === "error" ? "✗" : "·"} ${p.message} [${p.code}]`);
    print(`${file}: ${errors === 0 ? "ready to run" : `${errors} ${errors === 1 ? "problem" : "problems"}`}`);
  }
  return errors === 0 ? 0 : 2;
}

/** Problems of the document where it cannot be read as a graph, else of the graph. */
async function problemsOf(file: string) {
  try {
    return checkGraph(await readGraphFile(file), vocabulary);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return error.problems.map((p) => ({ ...p, severity: "error" as const }));
  }
}

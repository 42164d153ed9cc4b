import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Graph, parseGraph } from "@unclip/graph";
import { templateListSchema } from "@unclip/protocol";
import { z } from "zod";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import { type Route, readId } from "./route.ts";

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and dashes");

export function templateRoutes({ folders }: Services): Route[] {
  // Looked for anew on each request, so that a graph put into the folder appears; the folder is named at start, never by a client.
  const known = new Map<string, Template>();
  const read = () => readTemplates(folders.graphs, known);
  return [
    {
      method: "get",
      path: "/templates",
      summary: "The example graphs.",
      replies: { 200: { about: "Their names and titles.", schema: templateListSchema } },
      async handle(_request, response) {
        const templates = [...(await read())].map(([name, { title, about = "" }]) => ({
          name,
          title,
          about,
        }));
        response.json({ templates });
      },
    },
    {
      method: "get",
      path: "/templates/:name",
      summary: "One example graph.",
      replies: { 200: { about: "A graph document." } },
      problems: { 404: ["template_unknown"] },
      async handle(request, response) {
        const template = (await read()).get(readId(nameSchema, request, "name"));
        if (template === undefined)
          throw new ApiError(404, "template_unknown", "There is no template of that name.");
        response.json(template);
      },
    },
  ];
}

/** A file as it was when it was last read; without a graph where it holds none. */
interface Template {
  readonly version: string;
  readonly graph?: Graph;
}

/** Graph files of a folder by name; one that is not a graph is left out and reported once. Reads what has changed. */
async function readTemplates(folder: string, known: Map<string, Template>): Promise<Map<string, Graph>> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json")).sort();
  const templates = new Map<string, Graph>();
  for (const file of files) {
    const name = file.slice(0, -".json".length);
    if (!nameSchema.safeParse(name).success) continue;
    const path = join(folder, file);
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: -1, mtimeMs: -1 }));
    const version = `${size} ${mtimeMs}`;
    if (known.get(file)?.version !== version)
      known.set(file, { version, ...(await readTemplate(path, file)) });
    const graph = known.get(file)?.graph;
    if (graph !== undefined) templates.set(name, graph);
  }
  return templates;
}

async function readTemplate(path: string, file: string): Promise<{ graph?: Graph }> {
  try {
    return { graph: parseGraph(await readFile(path, "utf8")) };
  } catch (error) {
    console.error(`Template ${file} is left out: ${(error as Error).message}`);
    return {};
  }
}

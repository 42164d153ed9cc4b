import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Graph, parseGraph } from "@unclip/graph";
import { templateListSchema } from "@unclip/protocol";
import { z } from "zod";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import { type Route, readId } from "./route.ts";

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and dashes");

export function templateRoutes({ folders }: Services): Route[] {
  // Read anew on each request, so that a graph put into the folder appears; the folder is named at start, never by a client.
  const told = new Set<string>();
  const read = () =>
    readTemplates(folders.graphs, (line) => {
      if (!told.has(line)) console.error(line);
      told.add(line);
    });
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

/** Graph files of a folder by name; one that is not a graph is left out and reported. */
async function readTemplates(folder: string, report: (line: string) => void): Promise<Map<string, Graph>> {
  const files = await readdir(folder).catch(() => []);
  const templates = new Map<string, Graph>();
  for (const file of files.filter((f) => f.endsWith(".json")).sort()) {
    const name = file.slice(0, -".json".length);
    try {
      if (nameSchema.safeParse(name).success)
        templates.set(name, parseGraph(await readFile(join(folder, file), "utf8")));
    } catch (error) {
      report(`Template ${file} is left out: ${(error as Error).message}`);
    }
  }
  return templates;
}

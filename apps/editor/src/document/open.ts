/** Opening, importing and exporting documents. Everything that is opened goes through the one parser. */
import {
  emptyHistory,
  fileNameOf,
  fileText,
  type Graph,
  GraphError,
  type History,
  parseGraph,
  serializeGraph,
} from "@unclip/graph";
import { fitCanvas } from "../canvas/viewport.ts";
import { setFree, useSeeds } from "../params/seeds.ts";
import { clearRun } from "../run/run-store.ts";
import { ApiError, getTemplate } from "../server/api.ts";
import { say } from "../view/notice.ts";
import { select, setView } from "../view/view-store.ts";
import { templateInLanguage } from "../words/spoken-templates.ts";
import { words } from "../words/words.ts";
import { emptyGraph, openDocument, useDoc } from "./doc-store.ts";
import { setTemplate } from "./made-in-advance.ts";

/** The template that a first visit opens on. */
export const firstTemplate = "text-to-image";

/** Opens a graph in place of the open one, which one click brings back. */
function openGraph(
  graph: Graph,
  options: { readonly quiet?: boolean; readonly history?: History; readonly template?: string } = {},
): void {
  const before = useDoc.getState();
  openDocument(graph, options.history ?? emptyHistory());
  setTemplate(options.template);
  forgetSurroundings();
  select(graph.nodes.caption === undefined ? [] : ["caption"]);
  requestAnimationFrame(() => fitCanvas());
  if (options.quiet) return;
  const worthKeeping = Object.keys(before.graph.nodes).length > 0 && before.history.past.length > 0;
  if (!worthKeeping) return;
  say({
    tone: "info",
    text: words().replaced(graph.title),
    action: {
      label: words().bringBack,
      run: () => openGraph(before.graph, { quiet: true, history: before.history }),
    },
  });
}

function forgetSurroundings(): void {
  clearRun();
  for (const key of useSeeds.getState().free) setFree(key, false);
  setView({ collapsed: new Set(), renaming: undefined, palette: undefined, menu: undefined });
}

/** Opens a graph file in any encoding that `fileText` reads. Resolves to whether it was one; if not, says why. */
export async function openFile(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return open(file.name, () => fileText(bytes));
}

/** Opens the text of a graph file. Returns whether it was one; if not, says why. */
export function openText(name: string, text: string): boolean {
  return open(name, () => text);
}

function open(name: string, read: () => string): boolean {
  try {
    openGraph(parseGraph(read()));
    return true;
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    say({ tone: "error", text: words().badFile(name, words().graphError(error)) });
    return false;
  }
}

export async function openTemplate(
  name: string,
  options: { readonly quiet?: boolean } = {},
): Promise<boolean> {
  try {
    const graph = await templateInLanguage(name, parseGraph(await getTemplate(name)));
    openGraph(graph, { ...options, template: name });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof GraphError)) throw error;
    const why = error instanceof GraphError ? words().graphError(error) : error.message;
    if (!options.quiet) say({ tone: "error", text: words().badFile(name, why) });
    return false;
  }
}

export function newGraph(): void {
  openGraph({ ...emptyGraph, title: words().untitled, model: useDoc.getState().graph.model });
}

/** Asks for a file and opens it. */
export function chooseFile(): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".json,application/json";
  chooser.addEventListener("change", () => {
    const file = chooser.files?.[0];
    if (file) void openFile(file);
  });
  chooser.click();
}

/** Saves the document as a file, in the same bytes that the command line writes. */
export function exportFile(): void {
  const { graph } = useDoc.getState();
  download(`${fileName(graph.title)}.json`, new Blob([serializeGraph(graph)], { type: "application/json" }));
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function fileName(title: string): string {
  const name = title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return fileNameOf(name, "graph");
}

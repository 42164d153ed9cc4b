/** Templates in the words of the chosen language: they bring English along, and Japanese is loaded when it is asked for. */
import type { Graph } from "@unclip/graph";
import type { TemplateList } from "@unclip/protocol";
import { type Language, useSettings } from "../view/settings.ts";
import type { TemplateWords } from "./templates-ja.ts";

type Templates = TemplateList["templates"];
type Dictionary = Readonly<Record<string, TemplateWords>>;

/** Titles and descriptions of a list. A template without words in the language keeps its own. */
export async function templatesInLanguage(templates: Templates): Promise<Templates> {
  const words = await dictionary();
  return templates.map((template) => {
    const { title, about } = told(words, template.name) ?? template;
    return { ...template, title, about };
  });
}

/** The graph of a template, its title, description and notes in the chosen language. What it computes stays as it is. */
export async function templateInLanguage(name: string, graph: Graph): Promise<Graph> {
  return inWords(graph, told(await dictionary(), name));
}

export function inWords(graph: Graph, words: TemplateWords | undefined): Graph {
  if (words === undefined) return graph;
  const notes = Object.entries(graph.notes ?? {}).map(
    ([id, note]) => [id, { ...note, text: words.notes[id] ?? note.text }] as const,
  );
  const { title, about } = words;
  return { ...graph, title, about, ...(graph.notes ? { notes: Object.fromEntries(notes) } : {}) };
}

async function dictionary(language: Language = useSettings.getState().language): Promise<Dictionary> {
  return language === "en" ? {} : (await import("./templates-ja.ts")).templatesJa;
}

function told(words: Dictionary, name: string): TemplateWords | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

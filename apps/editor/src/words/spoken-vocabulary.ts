/** Node types in the words of the chosen language: they bring English along, and Japanese is loaded when it is asked for. */
import type { KindTable, NodeTypeTable, Param, PortTable, Vocabulary } from "@unclip/engine";
import { type Language, useSettings } from "../view/settings.ts";

/** The vocabulary in a language, by default the chosen one. What has no word there keeps its own. */
export async function inLanguage(
  vocabulary: Vocabulary,
  language: Language = useSettings.getState().language,
): Promise<Vocabulary> {
  if (language === "en") return vocabulary;
  const { nodeWordsJa } = await import("./node-words-ja.ts");
  return inWords(vocabulary, nodeWordsJa);
}

type Dictionary = Readonly<Record<string, string>>;

/** The same table with titles, sentences and remarks replaced by those of a dictionary. Names stay: they are in graphs. */
export function inWords(vocabulary: Vocabulary, dictionary: Dictionary): Vocabulary {
  const say = (text: string) => (Object.hasOwn(dictionary, text) ? dictionary[text]! : text);
  const each = <T>(record: Readonly<Record<string, T>>, to: (value: T) => T) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
  const told = <T extends { readonly title: string; readonly about: string }>(thing: T): T => ({
    ...thing,
    title: say(thing.title),
    about: say(thing.about),
  });
  return {
    kinds: each(vocabulary.kinds, (kind: KindTable) => ({
      ...kind,
      title: say(kind.title),
      accepts: each(kind.accepts, say),
    })),
    nodeTypes: each(vocabulary.nodeTypes, (type: NodeTypeTable) => ({
      ...told(type),
      inputs: each(type.inputs, told<PortTable>),
      outputs: each(type.outputs, told<PortTable>),
      params: each(type.params, told<Param>),
    })),
  };
}

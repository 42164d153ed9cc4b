/**
 * Pictures of the templates that were made when this was built, by the same graphs on the same model: a first visit
 * shows what comes out before anything has run. `graphs/pictures/NAME.NODE.png`; the golden tests hold them true.
 */
import { create } from "zustand";

const files = import.meta.glob<string>("../../../../graphs/pictures/*.png", {
  query: "?url",
  import: "default",
  eager: true,
});

/** Addresses of pictures by template and node. */
export type AdvancePictures = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `NAME.NODE.png` → by name, by node; what is named otherwise is left out. */
export function picturesByTemplate(addresses: Readonly<Record<string, string>>): AdvancePictures {
  const found: Record<string, Record<string, string>> = {};
  for (const [path, address] of Object.entries(addresses)) {
    const [, template, node] = /(?:^|\/)([a-z0-9-]+)\.([a-z0-9-]+)\.png$/.exec(path) ?? [];
    if (template === undefined || node === undefined) continue;
    found[template] = { ...found[template], [node]: address };
  }
  return found;
}

const pictures = picturesByTemplate(files);

interface Advance {
  readonly template: string | undefined;
  /** Names that nodes were given here → their names in the template. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly pictures: Readonly<Record<string, string>>;
}

/** The template that the open document came from, and its pictures by node. */
export const useAdvance = create<Advance>(() => ({ template: undefined, renamed: {}, pictures: {} }));

/** The open document is this template, with nodes renamed since; `undefined` for a document of another origin. */
export function setTemplate(template: string | undefined, renamed: Advance["renamed"] = {}): void {
  useAdvance.setState({
    template,
    renamed,
    pictures: withRenamed((template && pictures[template]) || {}, renamed),
  });
}

/** A node of the document has another name; its picture goes along. The old name keeps it too, for an undo. */
export function renameAdvance(from: string, to: string): void {
  const { template, renamed } = useAdvance.getState();
  setTemplate(template, { ...renamed, [to]: renamed[from] ?? from });
}

/** Pictures by node, under the names that nodes have now as well. */
export function withRenamed(
  made: Advance["pictures"],
  renamed: Advance["renamed"],
): Readonly<Record<string, string>> {
  const also = Object.entries(renamed).flatMap(([now, original]) => {
    const picture = made[original];
    return picture === undefined ? [] : [[now, picture] as const];
  });
  return { ...made, ...Object.fromEntries(also) };
}

/** What a template makes, for its entry in a list; `undefined` where nothing was made in advance. */
export function thumbnailOf(template: string): string | undefined {
  return Object.values(pictures[template] ?? {})[0];
}

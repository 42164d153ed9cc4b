import { nodeAboutsJa } from "./node-abouts-ja.ts";
import { nodeTitlesJa } from "./node-titles-ja.ts";

/** Japanese for what node types say of themselves, by their English. */
export const nodeWordsJa: Readonly<Record<string, string>> = { ...nodeTitlesJa, ...nodeAboutsJa };

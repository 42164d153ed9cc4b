import { useSettings } from "../view/settings.ts";
import { en, type Words } from "./en.ts";
import { ja } from "./ja.ts";

const languages: Readonly<Record<"en" | "ja", Words>> = { en, ja };

/** The words of the chosen language, for components. */
export function useWords(): Words {
  return languages[useSettings((settings) => settings.language)];
}

/** The words of the chosen language, outside components. */
export function words(): Words {
  return languages[useSettings.getState().language];
}

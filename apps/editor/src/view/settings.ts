/** What a person prefers, kept in this browser. */
import { create } from "zustand";
import { onServer, serverPath } from "../server/address.ts";

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "ja";

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
}

const key = "unclip.settings";

function load(): Settings {
  const preferred: Language = navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";
  const defaults: Settings = { theme: "system", language: preferred };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Settings>;
    return {
      theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : defaults.theme,
      language: kept.language === "ja" || kept.language === "en" ? kept.language : defaults.language,
    };
  } catch {
    return defaults;
  }
}

export const useSettings = create<Settings>(() => load());

/** Shows the settings on the page and keeps them when they change. */
export function applySettings(): void {
  const show = ({ theme, language }: Settings) => {
    const root = document.documentElement;
    root.lang = language;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  show(useSettings.getState());
  tellServer(useSettings.getState());
  useSettings.subscribe((settings) => {
    show(settings);
    tellServer(settings);
    try {
      localStorage.setItem(key, JSON.stringify(settings));
    } catch {
      // No storage: the preference holds until the page closes.
    }
  });
}

/** Leaves the settings where the server sees them: its sign-in page has no script that could ask for them. */
function tellServer({ theme, language }: Settings): void {
  if (!onServer) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `unclip-look=${language}.${theme}; Path=${serverPath("")}; Max-Age=31536000; SameSite=Lax`;
}

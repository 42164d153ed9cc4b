/** What the graph's model says where a param leaves a setting to it: read from its manifest, once a model. */
import type { Param } from "@unclip/engine";
import { own } from "@unclip/graph";
import { type PackSettings, packSettingsSchema } from "@unclip/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { packsAddress } from "../browser-runner/packs-address.ts";
import { useDoc } from "../document/doc-store.ts";

type Settings = PackSettings["roles"];

const useManifests = create<Readonly<Record<string, Settings>>>(() => ({}));
const asked = new Set<string>();

/** Asks once; a manifest that cannot be had leaves the word without its number. */
async function ask(model: string): Promise<void> {
  if (asked.has(model)) return;
  asked.add(model);
  try {
    const reply = await fetch(`${packsAddress()}/${encodeURIComponent(model)}/model.json`);
    const { roles } = packSettingsSchema.parse(await reply.json());
    useManifests.setState({ [model]: roles });
  } catch {
    asked.delete(model);
  }
}

/** What `"pack"` stands for in a param, by its `own`: `"decoder.steps"` → 25. */
export function settingOf(
  settings: Settings | undefined,
  path: string | undefined,
): number | string | undefined {
  const [role = "", name = ""] = path?.split(".") ?? [];
  const value = own(own(settings, role), name);
  return typeof value === "number" || typeof value === "string" ? value : undefined;
}

/** {@link settingOf} the model of the open graph; `undefined` until it is known, and where it is not. */
export function useOwnSetting(param: Param): number | string | undefined {
  const path = "own" in param ? param.own : undefined;
  const model = useDoc((state) => state.graph.model);
  const settings = useManifests((manifests) => own(manifests, model));
  useEffect(() => {
    if (path !== undefined) void ask(model);
  }, [path, model]);
  return settingOf(settings, path);
}

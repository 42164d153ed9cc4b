import { HostError } from "@unclip/host";
import type { FolderPacks } from "@unclip/host/node";
import type { Replacements } from "../src/server.ts";

const empty = async (file: string): Promise<never> => {
  throw new HostError("model_missing", `The pack of the fault runner has no ${file}.`);
};
/** Every model pack is there, and empty: the node types of the fault runner open none. */
const pack = {
  manifest: { files: {}, embedding: { joint: "faults" } },
  text: "{}",
  read: empty,
  verifiedPath: empty,
} as unknown as Awaited<ReturnType<FolderPacks["open"]>>;
const packs: FolderPacks = { list: async () => [], open: async () => pack };

/** A server whose runner is `fault-runner.ts`. */
export const faults: Replacements = { runner: new URL("./fault-runner.ts", import.meta.url), packs };

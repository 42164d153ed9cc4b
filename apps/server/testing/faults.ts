import type { Pack, Packs } from "@unclip/host";
import type { Replacements } from "../src/server.ts";

/** Every model pack is there: the node types of the fault runner open none. */
const packs: Packs = { list: async () => [], open: async () => ({}) as Pack };

/** A server whose runner is `fault-runner.ts`. */
export const faults: Replacements = { runner: new URL("./fault-runner.ts", import.meta.url), packs };

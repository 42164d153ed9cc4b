/** `node --conditions=@unclip/source test/packs/write.ts DIR`: the tiny packs as folders, for tests of apps. */
import { writeTinyPacks } from "./tiny-packs.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Say into which folder the packs go.");
await writeTinyPacks(folder);

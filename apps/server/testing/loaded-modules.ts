/** Preloaded into a process: writes the addresses of all modules that it loaded to the file LOADED_MODULES when it ends. */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded = new Set<string>();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on("exit", () => writeFileSync(process.env.LOADED_MODULES ?? "", JSON.stringify([...loaded])));

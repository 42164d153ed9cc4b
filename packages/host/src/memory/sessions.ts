/**
 * Models that are plain functions of their feeds.
 */
import type { Tensor } from "@unclip/tensor";
import { checkFeeds, checkFinite } from "../check-feeds.ts";
import { type Feed, HostError, type Sessions, type TensorInfo } from "../host.ts";

/** A model written in JavaScript, by its file name. */
export interface MemoryModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  run(feeds: Readonly<Record<string, Feed>>): Readonly<Record<string, Tensor>>;
}

/** @param models pack id → file → the function that stands for it */
export function createMemorySessions(
  models: Readonly<Record<string, Readonly<Record<string, MemoryModel>>>>,
): Sessions {
  let busy = 0;
  return {
    provider: "javascript 1",
    get busyMilliseconds() {
      return busy;
    },
    async open(pack, file) {
      const name = `${pack.manifest.id}/${file}`;
      const model = models[pack.manifest.id]?.[file];
      if (!model)
        throw new HostError("model_missing", `${name}: found no function for this file in the memory host.`);
      return {
        inputs: model.inputs,
        outputs: model.outputs,
        async run(feeds) {
          checkFeeds(name, model.inputs, feeds);
          const start = performance.now();
          const results = model.run(feeds);
          busy += performance.now() - start;
          for (const [output, { data }] of Object.entries(results)) checkFinite(name, output, data);
          return results;
        },
      };
    },
    release: async () => undefined,
  };
}

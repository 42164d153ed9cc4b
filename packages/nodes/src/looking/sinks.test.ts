/** preview, save-image: pass each item through unchanged. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { preview } from "./preview.ts";
import { saveImage } from "./save-image.ts";

const context = {} as NodeContext<Host>;

test("preview and save-image are sinks that hand on the very value", async () => {
  const picture = full([3, 1, 1], 0);
  const [shown] = await preview.execute([{ value: picture }], context);
  const [saved] = await saveImage.execute([{ image: picture }], context);
  expect(shown!.value).toBe(picture);
  expect(saved!.image).toBe(picture);
  expect([preview.sink, saveImage.sink]).toEqual([true, true]);
});

/** text, number, preview, save-image: what is set or comes in goes out, item by item, as the same value. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { number } from "./number.ts";
import { preview } from "./preview.ts";
import { saveImage } from "./save-image.ts";
import { text } from "./text.ts";

const context = {} as NodeContext<Host>;

test("text and number are sources of what is written in them", async () => {
  expect(await text.execute([{ text: "a red heart" }, { text: "" }], context)).toEqual([
    { text: "a red heart" },
    { text: "" },
  ]);
  expect(await number.execute([{ value: -2.5 }, { value: 0 }], context)).toEqual([
    { value: -2.5 },
    { value: 0 },
  ]);
});

test("preview and save-image are sinks that hand on the very value", async () => {
  const picture = full([3, 1, 1], 0);
  const [shown] = await preview.execute([{ value: picture }], context);
  const [saved] = await saveImage.execute([{ image: picture }], context);
  expect(shown!.value).toBe(picture);
  expect(saved!.image).toBe(picture);
  expect([preview.sink, saveImage.sink]).toEqual([true, true]);
});

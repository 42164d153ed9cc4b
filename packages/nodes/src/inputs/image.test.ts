import type { NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { image } from "./image.ts";

const host = createMemoryHost();
const context = { host, signal: new AbortController().signal } as NodeContext<typeof host>;

test("decodes the asset that it names", async () => {
  const id = await host.assets.put(await host.images.encode(full([3, 2, 4], 1), "image/png"), "image/png");
  const [result] = await image.execute([{ asset: id }], context);
  expect(result!.image).toEqual(full([3, 2, 4], 1));
});

test.each(["", "f".repeat(64)])("without a picture (%j) it says what to do", async (asset) => {
  await expect(image.execute([{ asset }], context)).rejects.toMatchObject({
    code: "asset_missing",
    message: expect.stringContaining("Choose"),
  });
});

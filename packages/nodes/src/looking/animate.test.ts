import type { NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { animation as animationKind } from "../kinds/kinds.ts";
import { animate } from "./animate.ts";

const host = createMemoryHost();
const play = async (bounce: boolean) => {
  const items = [-1, 0, 1].map((value, i) => full([3, 2, i === 2 ? 9 : 3], value));
  const { animation } = await animate.execute({ image: { items }, milliseconds: 40, bounce }, {
    host,
  } as NodeContext<typeof host>);
  return animation.items[0]!;
};

test("frames of the first one's size are one asset, shown as an animation", async () => {
  const animation = await play(false);
  expect(animation).toMatchObject({ frames: 3, width: 3, height: 2, milliseconds: 40 });
  const stored = await host.assets.get(animation.asset);
  expect(stored!.type).toBe("image/webp");
  // This host lays frames below each other.
  expect((await host.images.decode(stored!.bytes)).shape).toEqual([3, 6, 3]);
  expect(await animationKind.summarize(animation, host)).toMatchObject({
    asset: { id: animation.asset, type: "image/webp" },
  });
});

test("there and back, neither end is shown twice", async () => {
  expect((await play(true)).frames).toBe(4);
});

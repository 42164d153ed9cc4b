/**
 * Pictures of every kind on every host. What they should be was read by Pillow, which is no host of ours, when the files were
 * made (pictures/make.py).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeImages } from "@unclip/host/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firefoxPath, openInFirefox } from "../firefox.ts";
import { root } from "../machine.ts";
import { buildPage, openBrowser, openPage, type Served, serveFolders } from "./browser.ts";

const folder = join(root, "test/hosts/pictures");
const recorded: Record<string, { width: number; height: number; rgb: string }> = JSON.parse(
  readFileSync(join(folder, "expected.json"), "utf8"),
);
const names = Object.keys(recorded);
const expected = Object.fromEntries(
  Object.entries(recorded).map(([name, { width, height, rgb }]) => [name, `${width}×${height} ${rgb}`]),
);

test("all pictures of the folder are compared", () => {
  const files = readdirSync(folder).filter((name) => !/\.(py|json)$/.test(name));
  expect(files.sort()).toEqual([...names].sort());
  expect(names.length).toBeGreaterThan(50);
});

const images = createNodeImages();
test.each(names)("%s has on node the pixels that Pillow reads", async (name) => {
  const { data, shape } = await images.decode(new Uint8Array(readFileSync(join(folder, name))));
  const { width, height, rgb } = recorded[name]!;
  expect(shape).toEqual([3, height, width]);
  const levels = Buffer.from(rgb, "base64");
  const plane = width * height;
  const wrong = levels.filter(
    (level, i) => Math.round((data[(i % 3) * plane + Math.floor(i / 3)]! + 1) * 127.5) !== level,
  );
  expect(wrong.length).toBe(0);
});

/** Pixels that an encoder is to give back: those of `encode` in web-page/worker.ts. */
const counted = Float32Array.from({ length: 3 * 24 * 40 }, (_, i) => ((i * 37) % 256) / 127.5 - 1);

async function expectCounted(bytes: unknown): Promise<void> {
  const { data, shape } = await images.decode(Uint8Array.from(bytes as number[]));
  expect(shape).toEqual([3, 24, 40]);
  expect(data).toEqual(counted);
}

describe("in browsers", () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveFolders([await buildPage(), folder, root]);
  });
  afterAll(() => served?.close());

  test("Chromium reads the same pixels, and writes what it was given", async () => {
    const browser = await openBrowser();
    try {
      const web = await openPage(browser, served.address);
      await web.call("start", `${served.address}/models`, {});
      expect(await web.call("read8Bit", names)).toEqual(expected);
      for (const type of ["image/png", "image/webp"])
        await expectCounted(await web.call("encode", 24, 40, type));
    } finally {
      await browser.close();
    }
  });

  test("Firefox that resists fingerprinting reads the same pixels, and writes what it was given", {
    skip: firefoxPath === undefined,
  }, async () => {
    const page = await openInFirefox(`${served.address}/`, { "privacy.resistFingerprinting": true });
    const call = (name: string, ...args: unknown[]) =>
      page.evaluate(`call(${JSON.stringify(name)}, ...${JSON.stringify(args)})`);
    try {
      // Or this is no test: what is read from a canvas here is not what was painted.
      expect(await page.evaluate(paintAndRead)).not.toEqual([1, 2, 3, 255]);
      await call("start", `${served.address}/models`, {});
      expect(await call("read8Bit", names)).toEqual(expected);
      for (const type of ["image/png", "image/webp"]) await expectCounted(await call("encode", 24, 40, type));
      const film = Uint8Array.from((await call("animate", [16, 16])) as number[]);
      // Grey, as it was given, within what lossy compression of a flat frame changes.
      for (const value of (await images.decode(film)).data) expect(Math.abs(value)).toBeLessThan(0.03);
    } finally {
      await page.close();
    }
  });
  if (firefoxPath === undefined)
    console.warn(
      "Left out: the test in Firefox. Install one (Debian: apt-get install firefox-esr) or set FIREFOX.",
    );
});

const paintAndRead = `(() => {
  const pen = new OffscreenCanvas(4, 4).getContext("2d");
  pen.fillStyle = "rgb(1, 2, 3)";
  pen.fillRect(0, 0, 4, 4);
  return [...pen.getImageData(0, 0, 1, 1).data];
})()`;

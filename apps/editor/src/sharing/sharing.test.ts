import { describe, expect, it } from "vitest";
import { fragmentOf, textOfLink } from "./link.ts";
import { graphInPng, withGraph } from "./png-text.ts";

describe("a graph in a link", () => {
  it("comes back as it was, letters of every script included", async () => {
    const text = JSON.stringify({ title: "ハート ❤ ≤", nodes: {} });
    const fragment = await fragmentOf(text);
    expect(fragment).toMatch(/^#g=[A-Za-z0-9_-]+$/);
    expect(await textOfLink(`https://example.org/${fragment}`)).toBe(text);
  });

  it("is nothing when it is cut short, damaged or no link at all", async () => {
    const fragment = await fragmentOf("x".repeat(5000));
    expect(await textOfLink(fragment.slice(0, 12))).toBeUndefined();
    expect(await textOfLink("#g=!!!")).toBeUndefined();
    expect(await textOfLink("https://example.org/")).toBeUndefined();
  });

  it("stops unfolding at the limit", async () => {
    const bomb = await fragmentOf("0".repeat(1_000_000));
    expect(bomb.length).toBeLessThan(5000);
    expect(await textOfLink(bomb, 100_000)).toBeUndefined();
  });
});

describe("a graph in a PNG", () => {
  // 1×1, transparent.
  const base64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  const png = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

  it("comes back as it was, in a file that is still the same picture", () => {
    const carrying = withGraph(png, '{"title":"ハート"}');
    expect(graphInPng(carrying)).toBe('{"title":"ハート"}');
    expect(carrying.subarray(0, png.length - 12)).toEqual(png.subarray(0, png.length - 12));
    expect(carrying.subarray(-12)).toEqual(png.subarray(-12));
  });

  it("has the checksum that the format asks for", () => {
    const carrying = withGraph(png, "a");
    const view = new DataView(carrying.buffer);
    const end = carrying.length - 12;
    // CRC-32 of "iTXtunclip-graph\0\0\0\0\0a", computed by zlib.
    expect(view.getUint32(end - 4)).toBe(3358306380);
  });

  it("is not found in pictures without one, and not put into other bytes", () => {
    expect(graphInPng(png)).toBeUndefined();
    expect(graphInPng(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(() => withGraph(new Uint8Array([1, 2, 3]), "a")).toThrow(/PNG/);
  });
});

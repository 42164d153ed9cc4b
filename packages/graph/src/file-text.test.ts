import { describe, expect, it } from "vitest";
import { fileText } from "./file-text.ts";

const text = '{"title": "ハート ❤"}';
const utf8 = new TextEncoder().encode(text);
/** Code units of 16 bits, low byte first or last. */
function utf16(order: "little" | "big", mark = true): Uint8Array {
  const units = [...(mark ? "\uFEFF" : ""), ...text].join("");
  const bytes = new DataView(new ArrayBuffer(2 * units.length));
  for (let i = 0; i < units.length; i++) bytes.setUint16(2 * i, units.charCodeAt(i), order === "little");
  return new Uint8Array(bytes.buffer);
}

describe("fileText", () => {
  it.each([
    ["UTF-8", utf8],
    ["UTF-8 with a byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8)],
    ["UTF-16, little-endian", utf16("little")],
    ["UTF-16, big-endian", utf16("big")],
    ["UTF-16 without a mark, little-endian", utf16("little", false)],
    ["UTF-16 without a mark, big-endian", utf16("big", false)],
  ])("reads %s", (_, bytes) => {
    expect(fileText(bytes)).toBe(text);
  });

  it.each([
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["Latin-1", Uint8Array.of(0x22, 0xe9, 0x22)],
    ["UTF-16 with half a letter", Uint8Array.of(0xff, 0xfe, 0x3d, 0xd8, 0x22, 0x00)],
    ["UTF-16 that ends within a unit", utf16("little").subarray(0, 5)],
  ])("refuses %s with a sentence", (_, bytes) => {
    expect(() => fileText(bytes)).toThrow(/text\. Save the file as UTF-8/);
  });
});

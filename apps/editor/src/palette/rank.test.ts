import { describe, expect, it } from "vitest";
import { rank, score } from "./rank.ts";

const entries = ["CLIP text encode", "Diffusion prior", "Decode", "Similarity", "Text", "Save image"].map(
  (title) => ({ title }),
);
const titles = (query: string) => rank(query, entries).map(({ title }) => title);

describe("ranking", () => {
  it("keeps everything in order for an empty query", () => {
    expect(titles("")).toEqual(entries.map(({ title }) => title));
  });

  it("puts a whole title before a title that contains it", () => {
    expect(titles("text")[0]).toBe("Text");
    expect(titles("text")).toContain("CLIP text encode");
  });

  it("finds by the first letters of words", () => {
    expect(titles("dp")[0]).toBe("Diffusion prior");
    expect(titles("cte")[0]).toBe("CLIP text encode");
    expect(titles("si")[0]).toBe("Similarity");
  });

  it("falls back to any order-preserving match when starts of words lead nowhere", () => {
    expect(score("sil", "similarity index")).toBeGreaterThan(0);
  });

  it("drops what does not match", () => {
    expect(titles("zzz")).toEqual([]);
  });

  it("searches aliases and, from three letters on, descriptions", () => {
    const list = [
      { title: "Grid", about: "a labelled contact sheet" },
      { title: "Slerp", aliases: ["interpolate"] },
    ];
    expect(rank("contact", list).map(({ title }) => title)).toEqual(["Grid"]);
    expect(rank("inter", list).map(({ title }) => title)).toEqual(["Slerp"]);
  });

  it("prefers what was used lately among equals", () => {
    const [a, b] = [{ title: "Alpha one" }, { title: "Alpha two" }];
    expect(rank("alpha", [a, b], [b])[0]).toBe(b);
  });
});

/** The end of a caption that a tokenizer cuts, and words that the model has not learned. */
import type { Pack } from "@unclip/host";
import { describe, expect, test } from "vitest";
import { openTokenizer } from "./tokenizer.ts";

/** Byte-level BPE of single letters and of "cat" and "red" as they stand behind a blank (Ġ). */
const tokens = [
  "<pad>",
  "<end>",
  ..."abcdefghijklmnopqrstuvwxyz",
  "Ġ",
  "Ġc",
  "Ġr",
  "Ġca",
  "Ġre",
  "Ġcat",
  "Ġred",
  // what byte-level BPE writes for the other bytes
  ...Array.from({ length: 0x143 - 0x21 }, (_, i) => String.fromCodePoint(0x21 + i)).filter(
    (letter) => !/[a-zĠ]/.test(letter),
  ),
];
const file = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: { type: "Lowercase" },
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
  post_processor: {
    type: "TemplateProcessing",
    single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "<end>", type_id: 0 } }],
    pair: [],
    special_tokens: { "<end>": { id: "<end>", ids: [1], tokens: ["<end>"] } },
  },
  decoder: null,
  model: {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: "",
    end_of_word_suffix: "",
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: ["Ġ c", "Ġ r", "Ġc a", "Ġr e", "Ġca t", "Ġre d"],
  },
};

function pack(more: object, files: Record<string, unknown> = {}): Pack {
  const all: Record<string, unknown> = { "tokenizer.json": file, ...files };
  return {
    manifest: { id: "p", tokenizer: { file: "tokenizer.json", length: 40, pad: 0, ...more }, ...more },
    read: async (name: string) => new TextEncoder().encode(JSON.stringify(all[name])),
  } as unknown as Pack;
}
const unknown = async (caption: string, given: Pack) => (await openTokenizer(given))(caption).unknown;

describe("the end of a caption that is too long", () => {
  const cut = async (caption: string, length: number) =>
    (await openTokenizer(pack({ tokenizer: { file: "tokenizer.json", length, pad: 0 } })))(caption).cut;

  test("is told from the first word that is not read whole", async () => {
    // "red" and "cat" are a token each, "zebra" is six; one place is the end token's.
    expect(await cut("red cat red", 4)).toBe("");
    expect(await cut("red cat red", 3)).toBe("red");
    expect(await cut("red cat zebra", 4)).toBe("zebra");
    expect(await cut("red zebra cat, red", 5)).toBe("zebra cat, red");
    expect(await cut("zebra", 2)).toBe("zebra");
  });

  test("is found where no blanks part the words, and may be signs alone", async () => {
    expect(await cut("red 赤い心", 2)).toBe("赤い心");
    expect(await cut("red cat abc!!", 7)).toBe("!!");
  });
});

describe("words that the model has not learned", () => {
  test("are those that the tokenizer does not have whole, where the pack has no list", async () => {
    expect(await unknown("A red cat", pack({}))).toEqual([]);
    expect(await unknown("Red cats and a Zebra", pack({}))).toEqual(["and", "Zebra"]);
  });

  test("are none that the names of the pack's concepts have", async () => {
    const concepts = { concepts: { labels: "concepts.json", embeddings: "c#e" } };
    const labels = { "concepts.json": [{ label: "Zebra crossing" }] };
    expect(await unknown("red zebras crossing a river", pack(concepts, labels))).toEqual(["river"]);
  });

  test("are those that are not on the pack's list, where it has one, whatever the tokenizer has", async () => {
    const listed = pack({ words: "words.json" }, { "words.json": ["zebra", "赤い心"] });
    expect(await unknown("red zebras 赤い心", listed)).toEqual(["red"]);
  });

  test("are told as they are written, with numbers, emoji and short words of other scripts", async () => {
    expect(await unknown("Ünïcorn ☃️ 12345 no 心!", pack({}))).toEqual(["Ünïcorn", "☃️", "12345", "心"]);
    expect(await unknown("👩‍🚀👍🏽🇯🇵1️⃣", pack({}))).toEqual(["👩‍🚀", "👍🏽", "🇯🇵", "1️⃣"]);
    expect(await unknown("", pack({}))).toEqual([]);
  });

  test("may be short or numbers where the pack's list has such, and endings are no words", async () => {
    const short = pack({ words: "words.json" }, { "words.json": ["a", "red", "cat", "3"] });
    expect(await unknown("a red cat's 3 bs", short)).toEqual(["bs"]);
    expect(await unknown("an 5", short)).toEqual(["an", "5"]);
    const long = pack({ words: "words.json" }, { "words.json": ["red", "cat"] });
    expect(await unknown("an xq red cat 3", long)).toEqual([]);
  });

  test("a list that is none is refused", async () => {
    await expect(openTokenizer(pack({ words: "w.json" }, { "w.json": { a: 1 } }))).rejects.toMatchObject({
      code: "model_invalid",
    });
  });
});

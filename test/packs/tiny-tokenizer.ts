/**
 * A `tokenizer.json` as CLIP's are: lower-case byte-level BPE between a start and an end token; here with six merges.
 */

/** Ids of the special tokens. */
export const special = { pad: 0, start: 1, end: 2 };

const merges = ["r e", "re d", "h e", "o w", "a r", "he ar"];

/** GPT-2's printable stand-ins for the 256 bytes. */
function byteAlphabet(): string[] {
  const printable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

const names = ["<pad>", "<start>", "<end>"];
const tokens = [...names, ...byteAlphabet(), ...merges.map((pair) => pair.replace(" ", ""))];
export const vocabularySize = tokens.length;

/** The file's content. */
export const tinyTokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: names.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "Lowercase" }] },
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "<start>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "<end>", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "<start>": { id: "<start>", ids: [special.start], tokens: ["<start>"] },
      "<end>": { id: "<end>", ids: [special.end], tokens: ["<end>"] },
    },
  },
  decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
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
    merges,
  },
};

/** The one line that a kind of value says of itself, which kinds tell in English, in Japanese; a user's own words stay. */
type Form = readonly [RegExp, string];

const embedding: readonly Form[] = [
  [/^image embedding, (\d+) wide, (‖z‖ = \S+)$/, "画像の埋め込み、$1 次元、$2"],
  [/^text embedding, (\d+) wide, (‖z‖ = \S+)$/, "テキストの埋め込み、$1 次元、$2"],
];

/** By kind. Those whose line is numbers or the value itself have none. */
const forms: Readonly<Record<string, readonly Form[]>> = {
  boolean: [
    [/^yes$/, "はい"],
    [/^no$/, "いいえ"],
  ],
  seed: [[/^seed (\d+)$/, "シード $1"]],
  embedding,
  "embedding.image": embedding,
  "embedding.text": embedding,
  encoding: [
    [/; cut to (\d+) tokens, the end was not read/, "(先頭の $1 トークンだけを読みました)"],
    [/; not learned: (.+)$/s, "(学んでいない言葉: $1)"],
  ],
  basis: [[/^(\d+) components of embeddings (\d+) wide$/, "$2 次元の埋め込みの主成分 $1 個"]],
  codes: [[/^(\d+) codes of (\d+) buckets$/, "$2 段階の符号 $1 個"]],
  animation: [[/^(\d+) frames of (\S+), (\d+) ms each$/, "$2、$1 フレーム、1 フレーム $3 ミリ秒"]],
};

/** `"image embedding, 256 wide, ‖z‖ = 1.000"` of kind `embedding.image` → 「画像の埋め込み、256 次元、‖z‖ = 1.000」. */
export function valueJa(kind: string, text: string): string {
  const known = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  return (known ?? []).reduce((said, [english, japanese]) => said.replace(english, japanese), text);
}

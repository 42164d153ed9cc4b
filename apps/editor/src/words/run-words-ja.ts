/** What a run says, which nodes and runners tell in English, in Japanese: errors by their code, remarks by their form. */
import type { RunError } from "@unclip/engine";

/** By code: what is wrong and what to do; the names and numbers of the case are in the English sentence. */
export const runErrors: Readonly<Record<string, string>> = {
  antipodal: "正反対の向きの埋め込みの間は球面線形補間できません。ほかの埋め込みを使ってください",
  asset_corrupt: "保存されたファイルが壊れています。もう一度実行するか、ファイルを選び直してください",
  asset_missing: "ファイルがありません。選び直してください",
  asset_type: "ファイルの中身が種類と合いません。正しい種類のファイルを選んでください",
  batch_mismatch: "入力の件数が合いません。件数をそろえるか、一つを選んでください",
  budget_exceeded: "この実行に許された時間、メモリ、または容量を超えました。小さくして実行してください",
  cancelled: "キャンセルされました",
  clip_latents: "潜在表現のデコーダーでは x̂₀ を切り詰められません。pack か none にしてください",
  codec_missing:
    "画像を読み書きするための部品をダウンロードできません。接続を確認して、もう一度実行してください",
  concept_missing: "その概念はモデルの表にありません。別の名前にしてください",
  dims_range: "主成分の数が多すぎます。減らしてください",
  embedding_format: "埋め込みのファイルとして読めません。.npy、.npz か .json を選んでください",
  embedding_too_large: "埋め込みのファイルが大きすぎます。分けてください",
  embeddings_few: "埋め込みが足りません。二つ以上入れてください",
  expression_invalid: "式が正しくありません。^ の位置を直してください",
  expression_value: "式の値を計算できません。^ の位置を直してください",
  graph_too_large: "グラフが大きすぎます。分けてください",
  guidance: "ガイダンスの値が範囲外です。直してください",
  image_corrupt: "画像として読めません。別のファイルを選んでください",
  image_format: "この形式の画像は使えません。PNG、JPEG、WebP を選んでください",
  image_size: "画像の大きさが合いません。大きさを変えてください",
  image_too_large: "画像が大きすぎます。小さくしてください",
  interrupted: "実行中にサーバーが何度も止まったため、あきらめました。もう一度実行してください",
  item_missing: "その位置の項目はありません。件数の中から選んでください",
  kind_mismatch: "種類の違う値はまとめられません。同じ種類の値をつないでください",
  letters_missing:
    "ラベルの文字を読み込めませんでした。ネットワークに接続して再実行するか、ラベルをオフにしてください",
  labels_invalid: "ラベルが正しくありません。空や重複のないラベルを入れてください",
  list_empty: "リストが空です。一つ以上入れてください",
  map_short: "地図にするには埋め込みが足りません。もっとつないでください",
  model_changed: "モデルのファイルが読み込み後に変わりました。もう一度実行してください",
  model_contract: "モデルの入出力が宣言と違います。モデルを作り直すか、別のモデルを使ってください",
  model_external_data: "別のファイルに重みを持つモデルは使えません。一つのファイルに書き出してください",
  model_failed: "モデルの計算に失敗しました",
  model_invalid: "モデルが正しくありません。ファイルを確かめてください",
  model_missing: "モデルがありません。別のモデルを選ぶか、追加してください",
  model_part_missing: "このモデルには必要な部分がありません。別のモデルを使ってください",
  model_role_missing: "このモデルにはその役割がありません。別のモデルを使ってください",
  model_too_large: "このモデルはここでは大きすぎます。サーバーで実行してください",
  node_contract: "ノードの種類に誤りがあります。作者に知らせてください",
  node_failed: "ノードの計算に失敗しました",
  node_type_unknown: "ここにないノードの種類です。読み込み直してください",
  noise_mismatch: "作り方の違うノイズは補間できません。同じ作り方にそろえてください",
  noise_shape: "ノイズの形がモデルに合いません。ノイズのノードの設定を直してください",
  numeric_nonfinite: "計算結果が有限の数ではありません。パラメータを見直してください",
  param_kind: "パラメータに合わない種類の値です。つなぐものを変えてください",
  param_range: "パラメータの値が範囲外です。つなぐものを変えてください",
  path_short: "キーフレームが足りません。埋め込みを二つ以上つないでください",
  plan_stale: "ノードの種類が更新されました。もう一度実行してください",
  prediction: "モデルの予測の種類がこの計算に合いません。別の設定かモデルを使ってください",
  provider_missing: "その計算装置はここで使えません。設定を変えてください",
  quota_stored:
    "結果の画像が保存容量の上限を超えたため、実行を終了しました。不要な実行、アップロード、保存したグラフを削除してください",
  range: "値が範囲外です。直してください",
  runner_crashed: "計算するプロセスが予期せず終わりました。もう一度実行してください",
  runner_failed: "計算する部分で問題が起きました。もう一度実行してください",
  runner_stalled: "計算するプロセスが応答しないため取り替えました。もう一度実行してください",
  schedule: "拡散のスケジュールが正しくありません。モデルを確かめてください",
  seed: "シードが範囲外です。直してください",
  set_small: "埋め込みの件数が足りません。画像を増やしてください",
  shape: "値の形が合いません。つなぐものを変えてください",
  space_mismatch: "別の空間の埋め込みです。同じモデルで作ったものをつないでください",
  storage_full: "ブラウザーの保存領域がいっぱいです。保存した画像やモデルを消してください",
  sweep_too_large: "組み合わせが多すぎます。減らしてください",
  table_empty: "数がありません。一つ以上つないでください",
  table_shape: "表の行や列の数が合いません。別々の入力につないでください",
  text_too_long: "テキストが長すぎます。短くしてください",
  timesteps: "ステップの並びが正しくありません。ステップ数を直してください",
};

/** The Japanese sentence and, for what is particular to the case, the English one. */
export function runErrorJa({ code, message }: RunError): string {
  const form = Object.hasOwn(runErrors, code) ? runErrors[code] : undefined;
  if (form === undefined) return message;
  const [, item, of] = /^Item (\d+) of (\d+)/.exec(message) ?? [];
  return `${item === undefined ? "" : `${of} 項目中 ${item} 番目: `}${form}。(${message})`;
}

/** English → Japanese; `$1` … are words of the caption and names, which stay. */
const remarks: readonly (readonly [RegExp, string])[] = [
  [
    /^The caption is longer than the model reads \((\d+) tokens\): (.+) was left out\. Say it in fewer words\.$/s,
    "キャプションがモデルの読める長さ($1 トークン)を超えています。$2 は読まれませんでした。短くしてください。",
  ],
  [
    /^The caption is empty: it stands for any picture\. Write what to draw\.$/,
    "キャプションが空なので、何の指定もない画像になります。描きたいものを書いてください。",
  ],
  ...Object.entries({ word: "言葉", number: "数", symbol: "記号", "words or symbol": "言葉や記号" }).flatMap(
    ([kind, noun]): (readonly [RegExp, string])[] => {
      const unknown = `^(.+) (?:is a|are) ${kind}s? that the model has not learned`;
      const said = `$1 はモデルが学んでいない${noun}です。`;
      return [
        [new RegExp(`${unknown}; it guesses\\.$`, "s"), `${said}推測で描きます。`],
        [
          new RegExp(`${unknown}\\. It takes (".+") for something like (.+)\\.$`, "s"),
          `${said}$2 を $3 のようなものと見ています。`,
        ],
      ];
    },
  ),
  [
    /^Clipping x̂₀ cannot be undone: .+$/,
    "x̂₀ の切り詰めは元に戻せません。元の画像に戻すには、反転もサンプリングも none にしてください。",
  ],
  [
    /^Guidance makes inversion unstable: .+$/,
    "ガイダンスがあると反転は不安定です。元の画像に戻すには、反転もサンプリングもガイダンス 1 にしてください。",
  ],
  [
    /^x_T was found for DDIM: .+$/,
    "x_T は DDIM で求められました。元の画像に戻すには ddim でサンプリングしてください。",
  ],
  [
    /^Seed (\d+) draws the same noise as seed (\d+): .+$/,
    "シード $1 はシード $2 と同じノイズになります。PyTorch と同じく、デコーダーはシードの下位 32 ビットだけを使います。別の画像にするには 4294967296 より小さいシードを使ってください。",
  ],
  [
    /^Each caption has one candidate, .+$/,
    "どのキャプションにも候補が一つしかないので、並べ替えるものがありません。候補を増やしてください。",
  ],
];

/** What a node remarked; a sentence without Japanese words stays English. */
export function remarkJa(text: string): string {
  const form = remarks.find(([english]) => english.test(text));
  return form === undefined ? text : text.replace(...form);
}

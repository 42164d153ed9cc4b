/** Why a file is no graph, which the parser tells in English, in Japanese: by the problem's code, with its place in the file. */
import type { DocumentProblem, GraphError } from "@unclip/graph";

/** By code; `{}` is the name or number that the English sentence tells first. */
export const documentProblems: Readonly<Record<string, string>> = {
  graph_missing: "中身が空です。グラフの JSON が必要です",
  graph_too_large: "グラフが大きすぎます({})。分けてください",
  not_our_format: "別のプログラムの形式です。ここでは開けません",
  json_invalid: "JSON として読めません",
  json_too_deep: "入れ子が深すぎます",
  json_duplicate_key: "キー {} が二度あります。一つを消してください",
  node_id_duplicate: "ID {} のノードが二つあります。一方の名前を変えてください",
  port_multiply_bound: "ポート {} に二本のエッジが入っています。一本を外してください",
  schema_version:
    "形式のバージョンが違います。書き出したプログラムで開くか、このプログラムを更新してください",
  key_forbidden: "キー {} は使えません。別の名前にしてください",
  text_too_long: "テキストが長すぎます({})。短くしてください",
  number_range: "数 {} は大きすぎて正確に扱えません",
  unknown_property: "{} はこの形式にない項目です。綴りを確かめるか、消してください",
  property_missing: "必要な項目がありません",
  port_name_invalid: "{} はポートやパラメータの名前になりません",
  node_id_invalid: "{} は ID になりません。a–z、0–9、- を 1 から 64 文字で書いてください",
  edge_invalid: 'エッジの書き方が違います。"ノード.ポート" と書いてください',
  param_kind: "パラメータの値がこの形式に合いません",
  value_invalid: "値がこの形式に合いません",
};

/** All that was found, in a sentence; a problem without Japanese words stays English. */
export function graphErrorJa({ problems, message }: GraphError): string {
  const [first, ...more] = problems;
  if (first === undefined) return message;
  return `${problemJa(first)}${more.length === 0 ? "" : `(ほか ${more.length} 件)`}`;
}

function problemJa({ code, pointer, message }: DocumentProblem): string {
  const form = Object.hasOwn(documentProblems, code) ? documentProblems[code] : undefined;
  if (form === undefined) return message;
  const told = /"[^"]*"|\d[\d.e+]*/.exec(message)?.[0] ?? "";
  return `${form.replace("{}", told)}${pointer === "" ? "" : `(${pointer})`}。`;
}

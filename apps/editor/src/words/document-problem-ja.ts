/** Why a file is no graph and why an edit is refused, which the document tells in English, in Japanese: by code. */
import type { ChangeError, DocumentProblem, GraphError } from "@unclip/graph";

/** By code; `{}` is the name or number that the English sentence tells first. */
export const documentProblems: Readonly<Record<string, string>> = {
  graph_missing: "中身が空です。グラフの JSON が必要です",
  graph_too_large: "グラフが大きすぎます({})。分けてください",
  not_our_format: "別のプログラムの形式です。ここでは開けません",
  json_invalid: "JSON として読めません",
  utf8_invalid: "テキストとして読めない文字コードです。UTF-8 で保存し直してください",
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
  problems_omitted: "ほかにも問題があります。まず表示されているものを直してください",
};

/** All that was found, in a sentence; a problem without Japanese words stays English. */
export function graphErrorJa({ problems, message }: GraphError): string {
  const [first, ...others] = problems;
  if (first === undefined) return message;
  const count = others.reduce((sum, { more = 1 }) => sum + more, 0);
  return `${problemJa(first)}${count === 0 ? "" : `(ほか ${count} 件)`}`;
}

/** By code; `{}` is the first name that the English sentence tells. */
export const refusals: Readonly<Record<string, string>> = {
  node_unknown: "ノード {} はありません",
  selection_empty: "ノードが選ばれていません",
  edit_outside: "この編集は部品の中ではできません",
  part_used: "部品 {} は使われています。先にそのノードを消してください",
  edge_invalid: "{} はつなげません。ノードとポートの名前を確かめてください",
  part_unknown: "部品 {} はありません",
  id_invalid: "{} は ID になりません。a–z、0–9、- を 1 から 64 文字で書いてください",
  id_taken: "{} はほかのノードの ID です。別の名前にしてください",
  patch_foreign: "元に戻せない編集です。新しいものから順に戻してください",
};

/** Why an edit was refused. */
export function changeErrorJa({ code, message }: ChangeError): string {
  const form = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return form === undefined ? message : `${form.replace("{}", nameIn(message))}。`;
}

/** The name or number that an English sentence tells first. */
function nameIn(message: string): string {
  return /"[^"]*"|\d[\d.e+]*/.exec(message)?.[0] ?? "";
}

function problemJa({ code, pointer, message }: DocumentProblem): string {
  const form = Object.hasOwn(documentProblems, code) ? documentProblems[code] : undefined;
  if (form === undefined) return message;
  return `${form.replace("{}", nameIn(message))}${pointer === "" ? "" : `(${pointer})`}。`;
}

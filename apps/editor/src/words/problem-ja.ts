/** Problems of a graph, which the engine tells in English, in Japanese: by their code, with the same names and numbers. */
import type { Problem } from "@unclip/engine";
import type { Say } from "./spoken-problem.ts";

/** English → Japanese. `$1` … are names and numbers that stay; `{1}` … are words to be said in Japanese as well. */
type Form = readonly [RegExp, string];

const correct: readonly Form[] = [
  [/^Correct the name$/, "名前を直してください"],
  [/^Correct the name, or remove it$/, "名前を直すか、削除してください"],
];
const ports: readonly Form[] = [
  [/^Connect it (?:again|to another port), or remove it$/, "つなぎ直すか、削除してください"],
  [/^Rename or remove it$/, "名前を変えるか、削除してください"],
  [/^no edge \(it has no inputs\)$/, "エッジなし(入力がありません)"],
  [/^no input$/, "入力なし"],
];
/** What a param takes. */
const values: readonly Form[] = [
  [/^a list of (\d+)$/, "$1 項目のリスト"],
  [/^a list of texts$/, "テキストのリスト"],
  [/^a list of numbers$/, "数のリスト"],
  [/^an object$/, "オブジェクト"],
  [/^a text$/, "テキスト"],
  [/^a text of (\d+) characters$/, "$1 文字のテキスト"],
  [/^(\d+) items$/, "$1 項目"],
  [/^at most (\d+)$/, "$1 以下"],
  [/^no file$/, "ファイルがありません"],
  [/^an uploaded file$/, "アップロードしたファイル"],
  [/^the id of an uploaded file$/, "アップロードしたファイルの ID"],
  [/^64 hex digits$/, "16 進数 64 桁"],
  [/^true or false$/, "true または false"],
  [/^a whole number from (\S+) to (\S+)$/, "$1 から $2 までの整数"],
  [/^a number from (\S+) to (\S+)$/, "$1 から $2 までの数"],
  [/^a whole number from (\S+) to (\S+) or (.+)$/s, "$1 から $2 までの整数、または $3"],
  [/^a number from (\S+) to (\S+) or (.+)$/s, "$1 から $2 までの数、または $3"],
  [/^Set it to (.+), say$/s, "たとえば $1 にしてください"],
  [/^Shorten it$/, "短くしてください"],
  [/^Choose one of these$/, "この中から選んでください"],
  [/^Choose a file again$/, "ファイルを選び直してください"],
  [/^Choose one$/, "ファイルを選んでください"],
  [/^Remove some$/, "減らしてください"],
  [/^Give it such a value$/, "そのような値を入れてください"],
];
const kinds: readonly Form[] = [
  [/^(.+), as what enters "([^"]+)"$/s, '{1}("$2" に入るものと同じ)'],
  [/^(.+) from (\S+)$/s, "$2 から来る{1}"],
  [/^Connect values of one kind$/, "同じ種類の値をつないでください"],
  [/^Connect another output$/, "別の出力をつないでください"],
  [
    /^Put (\S+) between them, or connect another output$/,
    "間に $1 ノードを入れるか、別の出力をつないでください",
  ],
];

/** By code. Quoted names, and names in lists of alternatives, stay as they are in every one of them. */
export const problemForms: Readonly<Record<string, readonly Form[]>> = {
  node_type_unknown: [
    [/^the node type "(.+)", which does not exist here$/s, '"$1" というノードの種類はありません'],
    [/^the part "(.+)", which this graph does not have$/s, 'このグラフに部品 "$1" はありません'],
    [/^a known node type$/, "あるノードの種類"],
    [/^a node type \(the graph has no parts\)$/, "ノードの種類(このグラフに部品はありません)"],
    [/^one of its parts, (.+)$/s, "このグラフの部品($1)"],
    [/^List the node types and choose one$/, "一覧から選んでください"],
    [/^Choose another type, or add the part$/, "別の種類を選ぶか、部品を追加してください"],
    ...correct,
  ],
  part_cycle: [
    [/^a part that contains itself \((.+)\)$/s, "自分自身を含む部品です($1)"],
    [/^parts within parts to end$/, "入れ子に終わりがあること"],
    [/^Remove (.+) from the part$/s, "部品から $1 を外してください"],
  ],
  graph_too_large: [
    [/^parts that unfold to more than (\d+) nodes$/, "部品を展開すると $1 ノードを超えます"],
    [
      /^parts that unfold to more than (\d+) edges and params$/,
      "部品を展開すると、エッジとパラメータが $1 個を超えます",
    ],
    [
      /^parts that unfold to more than (\d+) characters of node names$/,
      "部品を展開すると、ノード名が合計 $1 文字を超えます",
    ],
    [/^parts within parts, more than (\d+) deep$/, "部品の入れ子が $1 段を超えています"],
    [/^parts that unfold to less$/, "展開してもより小さく収まる部品"],
    [/^Use fewer parts within parts$/, "部品の入れ子を減らしてください"],
  ],
  port_unknown: [
    [/^an edge into "(.+)", which (\S+) does not have$/s, '$2 に "$1" というポートはありません'],
    [/^an input "(.+)" that (\S+) does not declare$/s, '$2 は "$1" という入力を公開していません'],
    ...ports,
  ],
  edge_dangling: [
    [/^an output "(.+)" that (\S+) does not have$/s, '$2 に "$1" という出力はありません'],
    [/^an edge from "(.+)", which does not exist$/s, '"$1" というノードはありません'],
    [/^an edge from "(.+)", but (\S+) has no such output$/s, '"$1" という出力は $2 にありません'],
    [/^an output port of a node of the graph$/, "グラフにあるノードの出力"],
    ...ports,
  ],
  kind_mismatch: kinds,
  substitution: kinds,
  space_mismatch: [
    [/^a value of the space "(.+)" from (\S+)$/s, '$2 から来る、空間 "$1" の値'],
    [/^"(.+)", the space of the graph's model$/s, 'グラフのモデルの空間 "$1"'],
    [/^"(.+)", the space of what enters "([^"]+)"$/s, '"$2" に入るものの空間 "$1"'],
    [/^Make both with the same model$/, "両方を同じモデルで作ってください"],
  ],
  literal_on_link: [
    [/^a literal$/, "値が直接書かれています"],
    [/^an edge, since this input is no param$/, "エッジ(この入力はパラメータではありません)"],
    [/^Remove the literal and connect an output$/, "値を消して、出力をつないでください"],
  ],
  input_missing: [
    [
      /^the input "(.+)" is not connected; it takes (.+)$/s,
      '入力 "$1" がつながっていません。{2}を受け取ります',
    ],
    [/^Connect a (\S+) node, say$/, "たとえば $1 ノードをつないでください"],
    [/^Connect an output that gives (.+)$/s, "{1}を出す出力をつないでください"],
  ],
  sweep_too_large: [
    [/^a sweep of (.+) = (\d+) items$/s, "$1 = $2 項目になる組み合わせ"],
    [/^at most (\d+)$/, "$1 以下"],
    [/^Sweep fewer values, or run it in parts$/, "値を減らすか、分けて実行してください"],
  ],
  param_unknown: [
    [/^a param "(.+)" that (\S+) does not have$/s, '$2 に "$1" というパラメータはありません'],
    [/^none \(it has no params\)$/, "なし(パラメータがありません)"],
    ...correct,
  ],
  param_kind: values,
  param_range: values,
  text_too_long: values,
  asset_missing: values,
  graph_cycle: [
    [/^a cycle, (.+)$/s, "輪になっています: $1"],
    [/^edges that lead from inputs to outputs only$/, "入力から出力へ向かうエッジだけ"],
    [/^Remove one of its edges$/, "エッジを一本外してください"],
  ],
  graph_no_output: [
    [/^no node that shows or saves a result$/, "結果を表示または保存するノードがありません"],
    [/^at least one$/, "一つ以上"],
    [/^at least one, such as (.+)$/s, "一つ以上(たとえば $1)"],
    [/^Add one and connect it$/, "追加してつないでください"],
  ],
  problems_omitted: [
    [
      /^and (\d+) more problems? that (?:is|are) not listed$/,
      "ほかに $1 件の問題があります(表示していません)",
    ],
    [
      /^and (\d+) more remarks? that (?:is|are) not listed$/,
      "ほかに $1 件の注意があります(表示していません)",
    ],
    [/^Correct the listed ones first$/, "まず表示されているものを直してください"],
  ],
  muted: [
    [/^nothing comes in, since "(.+)" is switched off$/s, '"$1" がオフなので、何も入ってきません'],
    [
      /^a target that cannot run, since "(.+)" is switched off$/s,
      '"$1" がオフなので、ここまで実行できません',
    ],
    [/^a node that runs$/, "実行できるノード"],
    [/^It does not run until that node is switched on$/, "そのノードをオンにするまで実行されません"],
    [/^Switch it on, or name another$/, "オンにするか、別のノードを選んでください"],
  ],
  target_unknown: [
    [/^a target that is no node of the graph$/, "実行先のノードがグラフにありません"],
    [/^an empty list of targets$/, "実行先が一つもありません"],
    [/^the id of a node$/, "ノードの ID"],
    [/^at least one node$/, "一つ以上のノード"],
    [/^Name another$/, "別のノードを選んでください"],
    [/^Name one, or leave the list out to run everything$/, "一つ選ぶか、全体を実行してください"],
  ],
};

/** Names and numbers alone (`"a", "b" or "c"`) need no words but the one between them. */
const namesAlone =
  /^(?:"[^"]*"|[-\d.e+]+|true|false|null)(?:(?:, | or )(?:"[^"]*"|[-\d.e+]+))*(?: or one of \d+ more)?$/;

/** One part of a problem in Japanese; `undefined` where there are no words for it yet. */
function partJa(code: string, english: string, say: Say): string | undefined {
  if (english === "") return "";
  for (const [form, japanese] of problemForms[code] ?? []) {
    const found = form.exec(english);
    if (!found) continue;
    return japanese
      .replace(/\{(\d)\}/g, (_, group) => say(found[Number(group)] ?? ""))
      .replace(/\$(\d)/g, (_, group) => namesJa(found[Number(group)] ?? ""));
  }
  if (namesAlone.test(english)) return namesJa(english);
  const said = say(english);
  return said === english ? undefined : said;
}

/** `"a", "b" or "c"` → 「"a"、"b" または "c"」. */
function namesJa(names: string): string {
  const more = / or one of (\d+) more$/.exec(names);
  if (more) return `${namesJa(names.slice(0, more.index))}、または他の ${more[1]} 個のいずれか`;
  return /^".*"$/.test(names) ? names.replaceAll('", "', '"、"').replaceAll('" or "', '" または "') : names;
}

/** The problem in Japanese; a part without Japanese words stays English. */
export function problemJa(problem: Problem, say: Say): Problem {
  const { code, node, port } = problem;
  const part = (english: string) => partJa(code, english, say) ?? english;
  const [found, expected, remedy] = [part(problem.found), part(problem.expected), part(problem.remedy)];
  const place = node === undefined ? "" : `${node}${port === undefined ? "" : `.${port}`}: `;
  const facts = expected === "" ? found : `${found}(必要なもの: ${expected})`;
  return { ...problem, found, expected, remedy, message: `${place}${facts}。${remedy && `${remedy}。`}` };
}

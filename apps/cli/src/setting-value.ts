/** The text behind `--set node.param=` → the literal of the param: typed, from a text file, or a file as an asset. */
import { type AssetParam, type Param, type ParamFault, typedParam } from "@unclip/engine";
import type { Literal } from "@unclip/graph";
import { type Host, pictureType, readEmbeddings } from "@unclip/host";
import { readText } from "./graph-file.ts";
import { InputError, sentence } from "./input-error.ts";
import { readInput } from "./read-input.ts";

/** Bytes of a picture or of a file of embeddings. */
const mostBytes = 300_000_000;

/**
 * `text` as the param takes it. `@FILE` stands for the text in a file and `@@` for an `@` at the beginning; an asset param
 * names a file, with or without `@`, which is stored. Throws {@link InputError}.
 *
 * @param where the setting in messages, `prior.steps`
 */
export async function settingValue(param: Param, text: string, where: string, host: Host): Promise<Literal> {
  if (param.param === "asset") return storeFile(param, text.replace(/^@/, ""), where, host);
  const typed = text.startsWith("@@")
    ? text.slice(1)
    : text.startsWith("@")
      ? await textOf(text.slice(1), where)
      : text;
  const read = typedParam(param, typed);
  if ("fault" in read) throw new InputError(faultSentence(where, param, typed, read.fault));
  return read.value;
}

/** Why a param does not take what was given for it. */
export function faultSentence(where: string, param: Param, text: string, fault: ParamFault): string {
  const { code, found, expected, remedy } = fault;
  const isNumber = param.param === "integer" || param.param === "number" || param.param === "seed";
  if (!isNumber || code !== "param_kind")
    return `${where}: found ${found}; expected ${expected}. ${remedy}. [${code}]`;
  const words = "words" in param ? (param.words ?? []) : [];
  const shown = text.length <= 60 ? text : `${text.slice(0, 57)}…`;
  return `${where} takes ${["a number", ...words].join(" or ")}; "${shown}" is not one. Write ${expected} in decimal digits. [${code}]`;
}

/** Lines end as in the editor, and the line break that editors put at the end of a file is not part of the text. */
async function textOf(path: string, where: string): Promise<string> {
  if (path === "")
    throw new InputError(`${where}: "@" takes the name of a file; write @@ for a text that begins with @.`);
  return (await readText(path)).replace(/\r\n?/g, "\n").replace(/\n$/, "");
}

async function storeFile(param: AssetParam, path: string, where: string, host: Host): Promise<string> {
  if (path === "") return "";
  const bytes = await readInput(path, mostBytes);
  const isPicture = param.media.some((type) => type.startsWith("image/"));
  try {
    // Read once now, so that a wrong file is refused by name before anything is computed.
    if (isPicture) await host.images.decode(bytes);
    else await readEmbeddings(bytes);
    return await host.assets.put(bytes, isPicture ? (pictureType(bytes) ?? "") : "application/octet-stream");
  } catch (error) {
    throw new InputError(`${where}: ${path}: ${sentence(error)}`);
  }
}

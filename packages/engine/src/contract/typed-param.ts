/** Text that a person typed, or that a file holds, → the literal of a param: one grammar for command line and editor. */
import type { Literal } from "@unclip/graph";
import type { Param } from "./param.ts";
import { type ParamFault, paramFault } from "./param-check.ts";

export type TypedParam = { readonly value: Literal } | { readonly fault: ParamFault };

/**
 * Reads what was typed for a param. Whole numbers and seeds are decimal digits (`12`, `-3`), numbers are decimal
 * (`0.5`, `-.5`, `1e-3`), booleans `true` or `false`. A list of texts has one a line, without blank lines; a list of numbers
 * is separated by commas, semicolons or white space. Other forms (`0x10`, `1_000`, `٣`) are faults, as is a value that
 * the param does not take.
 */
export function typedParam(param: Param, text: string): TypedParam {
  const read = readTyped(param, text);
  if (typeof read === "object" && "fault" in read) return read;
  const fault = paramFault(param, read);
  return fault === undefined ? { value: read } : { fault };
}

function readTyped(param: Param, text: string): Literal | { readonly fault: ParamFault } {
  switch (param.param) {
    // What is no number stays text, which is a fault unless it is one of the param's words.
    case "integer":
    case "seed":
      return decimal(text, "whole") ?? text;
    case "number":
      return decimal(text) ?? text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "list":
      return param.of === "text" ? typedLines(text) : typedNumbers(text);
    default:
      return text;
  }
}

/** A decimal number in ASCII digits, nothing around it; `undefined` for any other text and for what is not finite. */
export function decimal(text: string, form: "any" | "whole" = "any"): number | undefined {
  const pattern = form === "whole" ? /^-?\d+$/ : /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
  if (!pattern.test(text)) return undefined;
  const value = Number(text);
  // −0 would make another cache key than 0.
  return Number.isFinite(value) ? value + 0 : undefined;
}

function typedLines(text: string): readonly string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function typedNumbers(text: string): readonly number[] | { readonly fault: ParamFault } {
  if (text.trim() === "") return [];
  const items = text.split(/[,;]/).flatMap((piece) => piece.trim().split(/\s+/));
  const numbers: number[] = [];
  for (const [i, item] of items.entries()) {
    const value = decimal(item);
    if (value === undefined) return { fault: itemFault(item, i) };
    numbers.push(value);
  }
  return numbers;
}

function itemFault(item: string, index: number): ParamFault {
  const shown = item.length <= 40 ? item : `${item.slice(0, 37)}…`;
  return {
    code: "param_kind",
    found: item === "" ? `nothing as number ${index + 1}` : `${JSON.stringify(shown)} as number ${index + 1}`,
    expected: "a list of decimal numbers",
    remedy: "Write it as in 1, 2.5, -3",
  };
}

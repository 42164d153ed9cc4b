/** Whether a value may stand in a param: one rule for literals in a graph and for what an edge brings at run time. */
import type { Param } from "./param.ts";

/** Why a value does not fit a param. */
export interface ParamFault {
  readonly code: "param_kind" | "param_range" | "text_too_long" | "asset_missing";
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** `undefined` when the value fits. */
export function paramFault(param: Param, value: unknown): ParamFault | undefined {
  switch (param.param) {
    case "integer":
      return numberFault(value, param.min, param.max, true, param.words);
    case "number":
      return numberFault(value, param.min, param.max, false, param.words);
    case "seed":
      return numberFault(value, 0, Number.MAX_SAFE_INTEGER, true);
    case "boolean":
      return typeof value === "boolean" ? undefined : kindFault(value, "true or false");
    case "text":
      return textFault(value, param.maxLength);
    case "choice":
      return choiceFault(value, param.options);
    case "asset":
      return value === "" && param.optional ? undefined : assetFault(value);
    case "list":
      return listFault(value, param.of, param.maxItems);
  }
}

function numberFault(
  value: unknown,
  min: number,
  max: number,
  whole: boolean,
  words: readonly string[] = [],
): ParamFault | undefined {
  if (typeof value === "string" && words.includes(value)) return undefined;
  const range = `${whole ? "a whole number" : "a number"} from ${min} to ${max === Number.MAX_SAFE_INTEGER ? "2^53−1" : max}`;
  const expected = [range, ...words.map((word) => JSON.stringify(word))].join(" or ");
  if (typeof value !== "number" || Number.isNaN(value)) return kindFault(value, expected);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return undefined;
  const bounded = Math.min(max, Math.max(min, whole ? Math.round(value) : value));
  // 0 where there is a word for it was that word's number once
  const better = words.length > 0 && value === 0 ? JSON.stringify(words[0]) : bounded;
  return { code: "param_range", found: String(value), expected, remedy: `Set it to ${better}, say` };
}

function textFault(value: unknown, maxLength: number): ParamFault | undefined {
  if (typeof value !== "string") return kindFault(value, "a text");
  if (value.length <= maxLength) return undefined;
  return {
    code: "text_too_long",
    found: `a text of ${value.length} characters`,
    expected: `at most ${maxLength}`,
    remedy: "Shorten it",
  };
}

function choiceFault(value: unknown, options: readonly string[]): ParamFault | undefined {
  const expected = options.map((o) => JSON.stringify(o)).join(" or ");
  if (typeof value !== "string") return kindFault(value, expected);
  if (options.includes(value)) return undefined;
  return { code: "param_range", found: show(value), expected, remedy: "Choose one of these" };
}

function assetFault(value: unknown): ParamFault | undefined {
  if (typeof value !== "string") return kindFault(value, "the id of an uploaded file");
  if (/^[0-9a-f]{64}$/.test(value)) return undefined;
  if (value !== "")
    return {
      code: "param_range",
      found: show(value),
      expected: "64 hex digits",
      remedy: "Choose a file again",
    };
  return { code: "asset_missing", found: "no file", expected: "an uploaded file", remedy: "Choose one" };
}

function listFault(value: unknown, of: "text" | "number", maxItems: number): ParamFault | undefined {
  const expected = `a list of ${of === "text" ? "texts" : "numbers"}`;
  const fits = (item: unknown) => (of === "text" ? typeof item === "string" : Number.isFinite(item));
  if (!Array.isArray(value) || !value.every(fits)) return kindFault(value, expected);
  if (value.length <= maxItems) return undefined;
  return {
    code: "param_range",
    found: `${value.length} items`,
    expected: `at most ${maxItems}`,
    remedy: "Remove some",
  };
}

function kindFault(value: unknown, expected: string): ParamFault {
  return { code: "param_kind", found: show(value), expected, remedy: "Give it such a value" };
}

/** A value in a message: short, on one line. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/**
 * A param: a literal that a node holds in the document, described as data, so that any UI can draw it, the CLI can
 * print it and `check` can bound it. Every param is also a port: an edge overrides the literal.
 */
interface Common {
  /** Shown beside the control; sentence case. */
  readonly title: string;
  /** One sentence of help, with the paper's symbol where there is one. */
  readonly about: string;
}

/** Numbers, beside which words may stand: each leaves the number to something else (`"pack"`, to the graph's model). */
interface Worded<Word extends string> extends Common {
  readonly default: number | Word;
  readonly words?: readonly Word[];
  /** Role and setting of the model's manifest that `"pack"` stands for: `"decoder.steps"`. */
  readonly own?: string;
}

export interface IntegerParam<Word extends string = string> extends Worded<Word> {
  readonly param: "integer";
  readonly min: number;
  readonly max: number;
}
export interface NumberParam<Word extends string = string> extends Worded<Word> {
  readonly param: "number";
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string;
}
export interface TextParam extends Common {
  readonly param: "text";
  readonly default: string;
  readonly multiline?: boolean;
  readonly maxLength: number;
}
export interface BooleanParam extends Common {
  readonly param: "boolean";
  readonly default: boolean;
}
export interface ChoiceParam<Option extends string = string> extends Common {
  readonly param: "choice";
  readonly default: Option;
  readonly options: readonly Option[];
  /** As of a number: what the option `"pack"` stands for. */
  readonly own?: string;
}
/** An integer in 0..2^53−1 from which noise is drawn. */
export interface SeedParam extends Common {
  readonly param: "seed";
  readonly default: number;
}
/** Content address of an uploaded asset (64 hex digits), or `""` for none yet. */
export interface AssetParam extends Common {
  readonly param: "asset";
  readonly default: "";
  readonly media: readonly string[];
  /** Whether the node runs without a file here. */
  readonly optional?: true;
}
/** A list of lines (`of: "text"`) or numbers. */
export interface ListParam<Of extends "text" | "number" = "text" | "number"> extends Common {
  readonly param: "list";
  readonly of: Of;
  readonly default: Of extends "text" ? readonly string[] : readonly number[];
  readonly maxItems: number;
}

export type Param =
  | IntegerParam
  | NumberParam
  | TextParam
  | BooleanParam
  | ChoiceParam
  | SeedParam
  | AssetParam
  | ListParam<"text">
  | ListParam<"number">;

/** The literal type that a param holds. */
export type ParamValue<P extends Param> = P extends IntegerParam<infer Word> | NumberParam<infer Word>
  ? number | Word
  : P extends SeedParam
    ? number
    : P extends { param: "boolean" }
      ? boolean
      : P extends ChoiceParam<infer Option>
        ? Option
        : P extends ListParam<infer Of>
          ? Of extends "number"
            ? readonly number[]
            : readonly string[]
          : string;

type Given<P extends Param, Optional extends keyof P = never> = Omit<P, "param" | Optional> &
  Partial<Pick<P, Optional>>;

type Numbers<P extends IntegerParam | NumberParam> = Omit<P, "param" | "step"> & { readonly step?: number };

export function integer(p: Omit<IntegerParam<never>, "param">): IntegerParam<never>;
export function integer<const Word extends string>(p: Omit<IntegerParam<Word>, "param">): IntegerParam<Word>;
export function integer(p: Omit<IntegerParam, "param">): IntegerParam {
  return { param: "integer", ...p };
}
export function number(p: Numbers<NumberParam<never>>): NumberParam<never>;
export function number<const Word extends string>(p: Numbers<NumberParam<Word>>): NumberParam<Word>;
export function number(p: Numbers<NumberParam>): NumberParam {
  return { param: "number", step: 0.01, ...p };
}
export const text = (p: Given<TextParam, "maxLength">): TextParam => ({
  param: "text",
  maxLength: 32_768,
  ...p,
});
export const boolean = (p: Given<BooleanParam>): BooleanParam => ({ param: "boolean", ...p });
export const choice = <const Option extends string>(
  p: Omit<ChoiceParam<Option>, "param">,
): ChoiceParam<Option> => ({ param: "choice", ...p });
export const seed = (p: Partial<Omit<SeedParam, "param">> = {}): SeedParam => ({
  param: "seed",
  title: "Seed",
  about: "The same seed gives the same noise on every machine.",
  default: 0,
  ...p,
});
export const asset = (p: Omit<AssetParam, "param" | "default">): AssetParam => ({
  param: "asset",
  default: "",
  ...p,
});
export const textList = (p: Given<ListParam<"text">, "maxItems">): ListParam<"text"> & { of: "text" } => ({
  param: "list",
  maxItems: 256,
  ...p,
});
export const numberList = (p: Given<ListParam<"number">, "maxItems">): ListParam<"number"> => ({
  param: "list",
  maxItems: 256,
  ...p,
});

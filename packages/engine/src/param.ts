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

export interface IntegerParam extends Common {
  readonly param: "integer";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface NumberParam extends Common {
  readonly param: "number";
  readonly default: number;
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
export type ParamValue<P extends Param> = P extends { param: "integer" | "number" | "seed" }
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

export const integer = (p: Given<IntegerParam>): IntegerParam => ({ param: "integer", ...p });
export const number = (p: Given<NumberParam, "step">): NumberParam => ({ param: "number", step: 0.01, ...p });
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

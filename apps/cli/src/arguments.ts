import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { InputError, sentence } from "./input-error.ts";

/** Parses a command's arguments. Throws {@link InputError} for an option or a number of files that it does not take. */
export function readArguments<const O extends ParseArgsOptionsConfig>(
  args: string[],
  options: O,
  files: 0 | 1,
) {
  const parsed = parse(joinDashed(args, options), options);
  if (parsed.positionals.length !== files) {
    const wanted = files === 0 ? "takes no file" : "takes one file";
    throw new InputError(
      `The command ${wanted}; ${parsed.positionals.length} were given. Try unclip --help.`,
    );
  }
  return { values: parsed.values, file: parsed.positionals[0] ?? "" };
}

/**
 * `--seed -1` → `--seed=-1`: `parseArgs` refuses a value that begins with a dash as ambiguous. No option of ours is a
 * single letter, so one dash begins a value.
 */
function joinDashed(args: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [arg = "", next = ""] = args.slice(i, i + 2);
    if (arg === "--") return [...joined, ...args.slice(i)];
    const name = arg.startsWith("--") ? arg.slice(2) : "";
    const takesValue = Object.hasOwn(options, name) && options[name]?.type === "string";
    if (takesValue && /^-[^-]/.test(next)) {
      joined.push(`${arg}=${next}`);
      i++;
    } else joined.push(arg);
  }
  return joined;
}

function parse<const O extends ParseArgsOptionsConfig>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const [first = ""] = sentence(error).split("\n");
    throw new InputError(`${first.replace(/\.$/, "")}. Try unclip --help.`);
  }
}

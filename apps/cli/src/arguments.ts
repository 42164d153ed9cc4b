import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { InputError, sentence } from "./input-error.ts";

/** Parses a command's arguments. Throws {@link InputError} for an option or a number of files that it does not take. */
export function readArguments<const O extends ParseArgsOptionsConfig>(
  args: string[],
  options: O,
  files: 0 | 1,
) {
  const parsed = parse(args, options);
  if (parsed.positionals.length !== files) {
    const wanted = files === 0 ? "takes no file" : "takes one file";
    throw new InputError(
      `The command ${wanted}; ${parsed.positionals.length} were given. Try unclip --help.`,
    );
  }
  return { values: parsed.values, file: parsed.positionals[0] ?? "" };
}

function parse<const O extends ParseArgsOptionsConfig>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new InputError(`${sentence(error)}. Try unclip --help.`);
  }
}

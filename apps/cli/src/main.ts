/** `unclip COMMAND …`: the engine from the command line. Exit codes: 0 done, 1 a run failed, 2 the input is wrong. */
import { check } from "./commands/check.ts";
import { doctor } from "./commands/doctor.ts";
import { models } from "./commands/models.ts";
import { nodes } from "./commands/nodes.ts";
import { run } from "./commands/run.ts";
import { InputError, sentence } from "./input-error.ts";

const usage = `unclip run FILE [--set node.param=value]… [--seed N] [--target node]… [--out DIR] [--json]
unclip check FILE [--json]
unclip nodes [--json]
unclip models [--json]
unclip doctor [--json]

Every command takes --models DIR (folders of model packs; may be given more than once).
Exit codes: 0 done, 1 a run failed, 2 the input is wrong.`;

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  run,
  check,
  nodes,
  models,
  doctor,
};

/** Runs one command line and resolves to its exit code. Never throws. */
export async function main(args: readonly string[]): Promise<number> {
  // From 1.29 on onnxruntime tells its maker what it runs, unless it is told not to before it is loaded.
  process.env.ORT_DISABLE_TELEMETRY = "1";
  const [name = "", ...rest] = args;
  if (["", "help", "--help", "-h"].includes(name)) {
    console.log(usage);
    return name === "" ? 2 : 0;
  }
  try {
    const command = commands[name];
    if (command === undefined) {
      throw new InputError(`There is no command "${name}"; there are ${Object.keys(commands).join(", ")}.`);
    }
    return await command(rest);
  } catch (error) {
    console.error(sentence(error));
    return error instanceof InputError ? 2 : 1;
  }
}

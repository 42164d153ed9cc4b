/** `unclip COMMAND …`: the engine from the command line. Exit codes: 0 done, 1 a run failed, 2 the input is wrong. */
import { check } from "./commands/check.ts";
import { doctor } from "./commands/doctor.ts";
import { models } from "./commands/models.ts";
import { nodes } from "./commands/nodes.ts";
import { run } from "./commands/run.ts";
import { InputError, sentence } from "./input-error.ts";
import { complain, guardOutput, outputFault, print } from "./terminal.ts";
import { usage } from "./usage.ts";

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
  guardOutput();
  const code = await carryOut(args);
  const fault = await outputFault();
  if (fault === undefined) return code;
  complain(fault);
  return 1;
}

async function carryOut([name = "", ...rest]: readonly string[]): Promise<number> {
  if (["", "help", "--help", "-h"].includes(name) || rest.includes("--help") || rest.includes("-h")) {
    for (const line of usage.split("\n")) print(line);
    return name === "" ? 2 : 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      throw new InputError(`There is no command "${name}"; there are ${Object.keys(commands).join(", ")}.`);
    }
    return await command(rest);
  } catch (error) {
    for (const line of error instanceof InputError ? error.lines : [sentence(error)]) complain(line);
    return error instanceof InputError ? 2 : 1;
  }
}

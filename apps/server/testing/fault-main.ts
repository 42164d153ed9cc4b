/** The server's command with the runner of `fault-runner.ts`. */
import { runCommand } from "../src/run-command.ts";
import { faults } from "./faults.ts";

await runCommand(process.argv.slice(2), process.env, faults);

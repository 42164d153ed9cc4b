import { backUp } from "./backup.ts";
import { help, readOptions } from "./options.ts";
import { type Replacements, startServer } from "./server.ts";
import { startErrorOf } from "./start-error.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

/** Milliseconds that runs under way have to end when the server is asked to stop; then they go back to the queue. */
const grace = 5_000;

/** The command: reads the options, starts the server, prints one line with its address, stops on a signal. */
export async function runCommand(
  args: string[],
  env: NodeJS.ProcessEnv,
  replacements?: Replacements,
): Promise<void> {
  // What is stored is for this user alone; processes that compute inherit it.
  process.umask(0o077);
  try {
    const options = readOptions(args, env);
    if (options === undefined) {
      process.stdout.write(help);
      return;
    }
    if (options.backup !== undefined) {
      console.log(`The copy is in ${await backUp(options.data, options.backup)}`);
      return;
    }
    const server = await startServer(options, replacements);
    // A terminal that is gone takes no more lines; that must not end the server before it has drained.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    // Before the line is printed: its reader may stop the server at once.
    stopOnSignal({ stop: () => server.stop(grace), process });
    console.log(`unCLIP Studio is at ${server.url}`);
  } catch (error) {
    const reason = startErrorOf(error);
    if (reason === undefined) throw error;
    console.error(reason.message);
    process.exitCode = reason.exitCode;
  }
}

import { backUp } from "./backup.ts";
import { help, readOptions } from "./options.ts";
import { type Replacements, type Server, startServer } from "./server.ts";
import { startErrorOf } from "./start-error.ts";

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
    // Whoever reads the line may stop the server at once.
    stopOnSignal(server);
    console.log(`unCLIP Studio is at ${server.url}`);
  } catch (error) {
    const reason = startErrorOf(error);
    if (reason === undefined) throw error;
    console.error(reason.message);
    process.exitCode = reason.exitCode;
  }
}

function stopOnSignal(server: Server): void {
  let stopping = false;
  const stop = () => {
    // A second signal means now; what was running is queued again at the next start.
    if (stopping) process.exit(1);
    stopping = true;
    server.stop(grace).then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

import { totalmem } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { isLoopback } from "./access/allow-list.ts";
import { defaultDataFolder, places } from "./places.ts";
import { StartError } from "./start-error.ts";

export const help = `unCLIP Studio: serves the editor and runs its graphs.

  npm start -- [options]

  --port N           port to listen on (8420; environment PORT); 0 takes a free one
  --host ADDRESS     address to listen on (127.0.0.1; environment HOST)
  --data DIR         folder for runs and pictures (environment UNCLIP_DATA; by default the system's folder for
                     application data, on Linux ~/.local/share/unclip-studio)
  --models DIR       folder with model packs; may be given several times (the repository's models/)
  --runners N        processes that compute (1)
  --provider NAME    what they compute on: cpu, cuda or webgpu (cpu); npx unclip doctor says what this machine has
  --memory MB        megabytes of model weights that each of them keeps loaded (4000)
  --run-seconds N    seconds that one run may take (3600)
  --run-memory MB    megabytes of memory that its process may take (three quarters of the machine's, shared by the
                     runners); on Linux
  --run-disk MB      megabytes that one run may write (4000); on Linux
  --connections N    connections that may be open at once, pages and requests together (6000)
  --stall-seconds N  seconds after which a process that computes and does not answer is replaced (300); longer than
                     the longest model call
  --allow-host NAME  another host name that people use for this server; may be given several times
  --quota MB         megabytes that everything stored may take (20000); above that the pictures of the oldest runs that
                     are not pinned go. With --users each user has an equal part of it
  --share-cache      with --users, reuse the results of one user for another, save those that depend on uploads; how
                     fast a result comes then tells users what others computed
  --users FILE       people with a token each, who see their own runs and pictures:
                     {"users": [{"name": "ann", "token": "32 characters or more"}]}
  --backup DIR       copy the data folder to a new folder DIR and end; a server may be running on it
  --no-token         let everyone on this machine in; only on a loopback address
  --help             this text
`;

const schema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1),
  data: z.string().min(1),
  models: z.array(z.string().min(1)).min(1),
  runners: z.coerce.number().int().min(1).max(64),
  provider: z.enum(["cpu", "cuda", "webgpu"]),
  memory: z.coerce.number().int().min(1).max(1_000_000),
  runSeconds: z.coerce.number().int().min(1).max(1_000_000),
  runMemory: z.coerce.number().int().min(100).max(10_000_000),
  runDisk: z.coerce.number().int().min(1).max(10_000_000),
  stallSeconds: z.coerce.number().int().min(1).max(1_000_000),
  connections: z.coerce.number().int().min(1).max(1_000_000),
  allowHost: z.array(
    z.string().regex(/^[A-Za-z0-9.-]+(:\d+)?$/, "expected a host name, with or without a port"),
  ),
  quota: z.coerce.number().int().min(1),
  shareCache: z.boolean(),
  users: z.string().min(1).optional(),
  backup: z.string().min(1).optional(),
  token: z.boolean(),
});

export type Options = z.infer<typeof schema>;

/** Reads the command line and the environment. `undefined` asks for {@link help}. Throws {@link StartError}. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const read = schema.safeParse({
    port: values.port ?? (env.PORT || 8420),
    host: values.host ?? (env.HOST || "127.0.0.1"),
    data: values.data ?? (env.UNCLIP_DATA || defaultDataFolder(env, process.platform)),
    models: values.models ?? [places.models],
    runners: values.runners ?? 1,
    provider: values.provider ?? "cpu",
    memory: values.memory ?? 4000,
    runSeconds: values["run-seconds"] ?? 3600,
    runMemory: values["run-memory"] ?? shareOfMemory(Number(values.runners ?? 1)),
    runDisk: values["run-disk"] ?? 4000,
    stallSeconds: values["stall-seconds"] ?? 300,
    connections: values.connections ?? 6000,
    allowHost: values["allow-host"] ?? [],
    quota: values.quota ?? 20_000,
    shareCache: values["share-cache"],
    users: values.users,
    backup: values.backup,
    token: !values["no-token"],
  });
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = String(issue?.path[0]).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new StartError(2, `--${name}: ${issue?.message}. See --help.`);
  }
  refuseOpenDoor(read.data);
  if (read.data.users !== undefined && !read.data.token)
    throw new StartError(
      2,
      "--no-token is refused with --users, whose tokens tell who is who. Leave one of the two out.",
    );
  return read.data;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        models: { type: "string", multiple: true },
        runners: { type: "string" },
        provider: { type: "string" },
        memory: { type: "string" },
        "run-seconds": { type: "string" },
        "run-memory": { type: "string" },
        "run-disk": { type: "string" },
        "stall-seconds": { type: "string" },
        connections: { type: "string" },
        "allow-host": { type: "string", multiple: true },
        quota: { type: "string" },
        "share-cache": { type: "boolean", default: false },
        users: { type: "string" },
        backup: { type: "string" },
        "no-token": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    const [sentence = ""] = line.split(". ");
    throw new StartError(2, `${sentence.trimEnd().replace(/\.$/, "")}. See --help.`);
  }
}

/** Megabytes: what a container may take, or what the machine has, less a quarter for everything else. */
function shareOfMemory(runners: number): number {
  const all = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(100, Math.floor((all * 0.75) / 1e6 / Math.max(1, runners)));
}

/** A server that other machines reach computes for strangers: it needs a token and the names that it answers for. */
function refuseOpenDoor({ host, token, allowHost }: Options): void {
  if (isLoopback(host)) return;
  if (!token)
    throw new StartError(
      1,
      `--no-token is refused with --host ${host}: other machines could reach the server. Leave one of the two out.`,
    );
  if (allowHost.length === 0)
    throw new StartError(
      1,
      `--host ${host} lets other machines reach the server: say by which name people call it with --allow-host NAME, or leave --host out.`,
    );
}

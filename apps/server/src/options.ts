import { totalmem } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { parseBasePath } from "./access/base-path.ts";
import { isLoopback, isUnspecified, parseHost } from "./access/host-name.ts";
import { isProxyAddress } from "./access/proxies.ts";
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
  --allow-host NAME  another host name or address that people use for this server, with or without a port:
                     studio.example, 192.168.1.5, [fd00::2]:8420; may be given several times
  --base-path PATH   path below which people reach this server behind a proxy, such as /studio (/); the proxy may strip
                     it or pass it on
  --trust-proxy A    address, network (10.0.0.0/8) or "loopback" of a proxy whose X-Forwarded-For and
                     X-Forwarded-Proto are believed; may be given several times
  --secure-cookies   mark cookies Secure in any case; for https in front of a proxy that is not trusted
  --session-idle N   hours without a request after which a browser has to sign in again (168)
  --session-age N    hours after which it has to in any case (720)
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

/** A text that `read` understands; `read` returns `undefined` where it does not. */
function text<T>(expected: string, read: (text: string) => T | undefined) {
  return z.string().transform((given, context): T => {
    const value = read(given);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** A whole number in decimal digits: `0x10`, `1e3` and the empty text are none. */
function whole(least: number, most: number) {
  return text(`a whole number from ${least} to ${most}`, (given) => {
    const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  });
}

/** What to listen on, as the system takes it: an IPv6 address without brackets. Browsers open no address with a zone. */
const listenable = text("a host name or an IP address, without a port and without a zone (%…)", (given) => {
  const parsed = parseHost(given);
  if (parsed === undefined || parsed.port !== undefined || given.includes("%")) return undefined;
  return parsed.name.replace(/^\[|\]$/g, "");
});

const path = (what: string) => text(what, (given) => (given === "" ? undefined : given));

const schema = z.strictObject({
  port: whole(0, 65_535),
  host: listenable,
  data: path("a folder"),
  models: z.array(path("a folder")).min(1),
  runners: whole(1, 64),
  provider: z.enum(["cpu", "cuda", "webgpu"]),
  memory: whole(1, 1_000_000),
  runSeconds: whole(1, 1_000_000),
  runMemory: whole(100, 10_000_000),
  runDisk: whole(1, 10_000_000),
  stallSeconds: whole(1, 1_000_000),
  connections: whole(1, 1_000_000),
  allowHost: z.array(
    text("a host name or an IP address, with or without a port, and no scheme or path", (given) =>
      parseHost(given) === undefined ? undefined : given,
    ),
  ),
  basePath: text(
    "a path such as /studio, of letters, digits and . _ ~ -, that does not begin with /api, /assets, /sign-in or /socket.io",
    parseBasePath,
  ),
  trustProxy: z.array(
    text('an IP address, a network such as 10.0.0.0/8, or "loopback"', (given) =>
      isProxyAddress(given) ? given : undefined,
    ),
  ),
  secureCookies: z.boolean(),
  sessionIdle: whole(1, 100_000),
  sessionAge: whole(1, 100_000),
  quota: whole(1, 1_000_000_000),
  shareCache: z.boolean(),
  users: path("a file").optional(),
  backup: path("a folder").optional(),
  token: z.boolean(),
});

export type Options = z.infer<typeof schema>;

/** Reads the command line and the environment. `undefined` asks for {@link help}. Throws {@link StartError}. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const given = {
    port: values.port ?? (env.PORT || "8420"),
    host: values.host ?? (env.HOST || "127.0.0.1"),
    data: values.data ?? (env.UNCLIP_DATA || defaultDataFolder(env, process.platform)),
    models: values.models ?? [places.models],
    runners: values.runners ?? "1",
    provider: values.provider ?? "cpu",
    memory: values.memory ?? "4000",
    runSeconds: values["run-seconds"] ?? "3600",
    runMemory: values["run-memory"] ?? `${shareOfMemory(Number(values.runners ?? 1))}`,
    runDisk: values["run-disk"] ?? "4000",
    stallSeconds: values["stall-seconds"] ?? "300",
    connections: values.connections ?? "6000",
    allowHost: values["allow-host"] ?? [],
    basePath: values["base-path"] ?? "/",
    trustProxy: values["trust-proxy"] ?? [],
    secureCookies: values["secure-cookies"],
    sessionIdle: values["session-idle"] ?? "168",
    sessionAge: values["session-age"] ?? "720",
    quota: values.quota ?? "20000",
    shareCache: values["share-cache"],
    users: values.users,
    backup: values.backup,
    token: !values["no-token"],
  };
  const read = schema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const key = issue?.path[0] as keyof typeof given;
    const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const at = issue?.path[1];
    const found = typeof at === "number" ? (given[key] as string[])[at] : given[key];
    throw new StartError(2, `--${name} ${JSON.stringify(found)}: ${issue?.message}. See --help.`);
  }
  refuseOpenDoor(read.data);
  if (read.data.users !== undefined && !read.data.token)
    throw new StartError(
      2,
      "--no-token is refused with --users, whose tokens tell who is who. Leave one of the two out.",
    );
  if (read.data.sessionIdle > read.data.sessionAge)
    throw new StartError(
      2,
      `--session-idle ${read.data.sessionIdle} is longer than --session-age ${read.data.sessionAge}; a session ends at the earlier of the two. See --help.`,
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
        "base-path": { type: "string" },
        "trust-proxy": { type: "string", multiple: true },
        "secure-cookies": { type: "boolean", default: false },
        "session-idle": { type: "string" },
        "session-age": { type: "string" },
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

/** A server that other machines reach computes for strangers: it needs a token and a name that it answers for. */
function refuseOpenDoor({ host, token, allowHost }: Options): void {
  if (isLoopback(host)) return;
  if (!token)
    throw new StartError(
      1,
      `--no-token is refused with --host ${host}: other machines could reach the server. Leave one of the two out.`,
    );
  // An address of its own is a name.
  if (allowHost.length === 0 && isUnspecified(host))
    throw new StartError(
      1,
      `--host ${host} lets other machines reach the server: say by which name people call it with --allow-host NAME, or leave --host out.`,
    );
}

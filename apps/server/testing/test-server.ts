/** A real server on a free port with a data folder of its own, in this process. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Options } from "../src/options.ts";
import { type Replacements, type Server, startServer } from "../src/server.ts";
import { type Client, clientOf } from "./client.ts";
import { faults } from "./faults.ts";

export interface TestServer extends Server, Client {
  readonly data: string;
  /** Stops the server and removes its folder. */
  end(): Promise<void>;
}

/** Its runner is the fault runner. */
export async function startTestServer(
  options: Partial<Options> = {},
  replacements: Replacements = {},
): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), "unclip-server-"));
  const defaults: Options = {
    port: 0,
    host: "127.0.0.1",
    data,
    models: [],
    runners: 1,
    provider: "cpu",
    memory: 4000,
    runSeconds: 3600,
    runMemory: 100_000,
    runDisk: 4000,
    stallSeconds: 300,
    connections: 6000,
    quota: 20_000,
    shareCache: false,
    allowHost: [],
    basePath: "",
    trustProxy: [],
    secureCookies: false,
    sessionIdle: 168,
    sessionAge: 720,
    token: true,
  };
  // A machine with a nearly full disk can be tested on.
  const limits = { freeDisk: 0, ...replacements.limits };
  const server = await startServer({ ...defaults, ...options }, { ...faults, ...replacements, limits });
  return {
    ...server,
    ...clientOf(server.url),
    data,
    async end() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

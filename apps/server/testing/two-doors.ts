import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Tokens of the users of the shared server. */
export const tokens = { ann: "a".repeat(40), bob: "b".repeat(40) };

/** A server for one person and a server for two, both behind a proxy on this machine. */
export interface TwoDoors {
  readonly alone: TestServer;
  readonly shared: TestServer;
  end(): Promise<void>;
}

export async function startTwoDoors(): Promise<TwoDoors> {
  const folder = mkdtempSync(join(tmpdir(), "unclip-sign-in-"));
  const file = join(folder, "users.json");
  const users = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  writeFileSync(file, JSON.stringify({ users }));
  const proxied = { allowHost: ["studio.example"], trustProxy: ["loopback"] };
  const alone = await startTestServer(proxied);
  const shared = await startTestServer({ ...proxied, users: file });
  return {
    alone,
    shared,
    async end() {
      await alone.end();
      await shared.end();
      rmSync(folder, { recursive: true });
    },
  };
}

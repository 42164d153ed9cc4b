/** Requests to a server under test. */
import type { RunEvent } from "@unclip/engine";
import type { ProblemDocument, RunRecord } from "@unclip/protocol";

export interface Client {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** A request under `/api/v1` with the token. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** The JSON that a GET answers. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of every shape
  get(path: string): Promise<any>;
  post(graph: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts a graph, which must be accepted; resolves to the run's id. */
  submit(graph: unknown): Promise<string>;
  /** Resolves when the node computes: "running" says only that a runner was given the run. */
  begun(run: string, node?: string): Promise<void>;
  /** Resolves when the run has ended. */
  ended(run: string): Promise<RunRecord>;
  events(run: string): Promise<RunEvent[]>;
}

/** @param url the address that the server printed */
export function clientOf(url: string): Client {
  const { origin, searchParams } = new URL(url);
  const token = searchParams.get("token");
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const api = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/api/v1${path}`, { ...init, headers: { ...authorization, ...init.headers } });
  const get = async (path: string) => (await api(path)).json();
  const post = (graph: unknown, headers: Record<string, string> = {}) =>
    api("/runs", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ graph }),
    });
  return {
    origin,
    api,
    get,
    post,
    async submit(graph) {
      const response = await post(graph);
      const body = (await response.json()) as { id: string };
      if (response.status !== 202) throw new Error(`Not accepted: ${JSON.stringify(body)}`);
      return body.id;
    },
    async begun(run, node = "middle") {
      for (;;) {
        const { events } = (await get(`/runs/${run}/events`)) as { events: RunEvent[] };
        if (events.some((e) => e.event === "node-started" && e.node === node)) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async ended(run) {
      for (;;) {
        const record = (await get(`/runs/${run}`)) as RunRecord;
        if (record.finishedAt !== null) return record;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    events: async (run) => (await get(`/runs/${run}/events`)).events,
  };
}

/** A problem document, after checking that it is sent as one. */
export async function problemOf(response: Response): Promise<ProblemDocument> {
  const type = response.headers.get("content-type");
  if (!type?.startsWith("application/problem+json")) throw new Error(`Not a problem document: ${type}`);
  return (await response.json()) as ProblemDocument;
}

/** What people do with a server, mixed: one request after the other, in turn of every kind. */
import { crc32, deflateSync } from "node:zlib";
import { io, type Socket } from "socket.io-client";
import { type Client, clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";

export class Traffic {
  readonly #url: string;
  readonly #client: Client;
  readonly #sockets: Socket[] = [];
  readonly #graphs: string[] = [];
  #assets: string[] = [];
  readonly runs: string[] = [];
  /** Answers of 500 and above, and requests without an answer. */
  readonly faults: string[] = [];
  requests = 0;

  constructor(url: string) {
    this.#url = url;
    this.#client = clientOf(url);
  }

  /** The i-th request. Never rejects. */
  async request(i: number): Promise<void> {
    this.requests++;
    const what = this.#kinds[i % this.#kinds.length]!;
    try {
      await what(i);
    } catch (error) {
      this.faults.push((error as Error).message);
    }
  }

  /** One client goes and another comes. */
  churn(size: number): void {
    if (this.#sockets.length >= size) this.#sockets.shift()!.disconnect();
    const { origin, searchParams } = new URL(this.#url);
    const extraHeaders = { authorization: `Bearer ${searchParams.get("token")}` };
    const socket = io(origin, { transports: ["websocket"], forceNew: true, extraHeaders });
    this.#sockets.push(socket);
    socket.once("connect", () => socket.emit("subscribe", { run: this.runs.at(-1), after: -1 }, () => {}));
  }

  /** How many runs ended how, those that failed by what they failed with. Resolves when all have. */
  async ends(): Promise<Record<string, number>> {
    const ends: Record<string, number> = {};
    for (const run of this.runs) {
      const { status, error } = await this.#client.ended(run);
      const end = error ? `${status}: ${error.code}, ${error.message}` : status;
      ends[end] = (ends[end] ?? 0) + 1;
    }
    return ends;
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }

  readonly #kinds: readonly ((i: number) => Promise<unknown>)[] = [
    (i) => this.#submit(i),
    () => this.#get("/runs?limit=20"),
    () => this.#get(`/runs/${this.runs.at(-5) ?? this.runs.at(-1)}/events`),
    (i) => this.#upload(i),
    () => this.#get("/health"),
    (i) => this.#submit(i),
    () => this.#get("/runs?search=wait&limit=20"),
    () => (this.#assets.length === 0 ? this.#get("/models") : this.#get(`/assets/${this.#assets.at(-1)}`)),
    (i) => this.#save(i),
    async (i) => {
      await this.#submit(i);
      await this.#api(`/runs/${this.runs.at(-1)}`, { method: "DELETE" });
    },
  ];

  async #api(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await this.#client.api(path, init);
    if (response.status >= 500)
      this.faults.push(
        `${init.method ?? "GET"} ${path}: ${response.status} ${await response.clone().text()}`,
      );
    return response;
  }

  async #get(path: string): Promise<void> {
    await (await this.#api(path)).arrayBuffer();
  }

  async #submit(i: number): Promise<void> {
    const graph = faultGraph("wait", { milliseconds: 20 + (i % 60) }, `${i}`);
    const headers = { "content-type": "application/json" };
    const response = await this.#api("/runs", { method: "POST", headers, body: JSON.stringify({ graph }) });
    const body = (await response.json()) as { id?: string };
    if (response.status === 202 && body.id !== undefined) this.runs.push(body.id);
  }

  async #upload(i: number): Promise<void> {
    const headers = { "content-type": "image/png" };
    const response = await this.#api("/assets", { method: "PUT", headers, body: onePixel(i) });
    this.#assets = [...this.#assets.slice(-9), ((await response.json()) as { id: string }).id];
  }

  async #save(i: number): Promise<void> {
    const body = JSON.stringify({ graph: faultGraph("wait", {}, `saved ${i}`), name: `Soak ${i}` });
    const headers = { "content-type": "application/json" };
    const response = await this.#api("/graphs", { method: "POST", headers, body });
    this.#graphs.push(((await response.json()) as { id: string }).id);
    if (this.#graphs.length > 20) await this.#api(`/graphs/${this.#graphs.shift()}`, { method: "DELETE" });
  }
}

/** A PNG of one pixel of the i-th colour. */
function onePixel(i: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from("0000000100000001080200000000", "hex").subarray(0, 13);
  const pixel = deflateSync(Buffer.from([0, i & 255, (i >> 8) & 255, (i >> 16) & 255]));
  const png = [
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", pixel),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(png));
}

/** A run that would take more memory than there is: refused before it begins, with the numbers, and never tried again. */
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer(["--run-memory", "2000"]);
  expect((await server.api("/vocabulary")).status).toBe(200);
});
afterAll(() => server.close());

test("a sweep of 256 pictures of 2,500 × 2,500 fails at once, and the next run works", async () => {
  const blank = sharp({ create: { width: 2500, height: 2500, channels: 3, background: "#999" } });
  const headers = { "content-type": "image/png" };
  const body = new Uint8Array(await blank.png().toBuffer());
  const stored = await server.api("/assets", { method: "PUT", headers, body });
  expect(stored.status).toBe(201);
  const { id: asset } = (await stored.json()) as { id: string };
  const picture = { type: "image", params: { asset } };
  const run = async (nodes: object) => {
    const graph = { unclip: 1, title: "Sweep", model: "tiny-latent", nodes };
    const accepted = await server.api("/runs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ graph }),
    });
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as { id: string };
    for (;;) {
      const record = (await (await server.api(`/runs/${id}`)).json()) as { status: string };
      if (record.status !== "queued" && record.status !== "running")
        return {
          record,
          told: (await (await server.api(`/runs/${id}/events`)).json()) as { events: { event: string }[] },
        };
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const { record, told } = await run({
    picture,
    repeated: { type: "repeat", params: { times: 256 }, inputs: { value: "picture.image" } },
    both: { type: "compare", inputs: { a: "repeated.value", b: "picture.image" } },
  });
  expect(record).toMatchObject({
    status: "failed",
    error: {
      code: "budget_exceeded",
      message: expect.stringMatching(
        /about \d{5} MB of memory at both \(256 items of 3 × 2500 × 5000 numbers\); 2000 MB are allowed.*fewer items.*--run-memory/,
      ),
    },
  });
  // It was never begun, so it was not begun twice.
  expect(told.events.map(({ event }) => event)).toEqual(["run-finished"]);
  const small = await run({
    picture,
    both: { type: "compare", inputs: { a: "picture.image", b: "picture.image" } },
  });
  expect(small.record).toMatchObject({ status: "done" });
});

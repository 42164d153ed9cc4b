import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.get("/vocabulary");
});
afterAll(() => server.end());

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What stands where something else is expected. */
const odd = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1.5,
    1e308,
    "",
    "say.text",
    "../x",
    [],
    [1],
    {},
    { text: "say.text" },
  ),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "say",
    "wait",
    "show",
    "\u0000",
    "\ud800",
  ),
  fc.string(),
  fc.nat(100),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);
const change = fc.record({
  /** Which of all places of the document, counted round. */
  place: fc.nat(200),
  how: fc.constantFrom("replace", "remove", "rename", "copy"),
  value: odd,
  name: fc.oneof(
    fc.constantFrom("__proto__", "constructor", "text", "inputs", "params", "middle"),
    fc.string({ maxLength: 5 }),
  ),
});

/** Every place of a document: the object that holds it, and its key. */
function places(json: Json): [Record<string, Json>, string][] {
  if (typeof json !== "object" || json === null) return [];
  const holder = json as Record<string, Json>;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [Record<string, Json>, string],
    ...places(holder[key]!),
  ]);
}

function put(holder: Record<string, Json>, key: string, value: Json): void {
  // As JSON.parse does it: "__proto__" is a key like any other.
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Everything that every object inherits. */
const inherited = () => JSON.stringify(Object.getOwnPropertyNames(Object.prototype).toSorted());

it("whatever is changed in a good graph, it is refused with a reason or runs to an end without breaking a contract", {
  timeout: 480_000,
}, async () => {
  const before = inherited();
  const counts = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
      const graph = faultGraph("wait", { milliseconds: 0 }) as unknown as Json;
      for (const { place, how, value, name } of changes) {
        const all = places(graph);
        const [holder, key] = all[place % Math.max(1, all.length)] ?? [];
        if (holder === undefined || key === undefined) continue;
        if (how === "replace") put(holder, key, structuredClone(value));
        if (how === "copy") put(holder, name, structuredClone(holder[key]!));
        if (how === "rename") put(holder, name, holder[key]!);
        if (how === "remove" || how === "rename") delete holder[key];
      }
      const response = await server.post(graph);
      const body = (await response.json()) as { id: string; code?: string; detail?: string };
      if (response.status !== 202) {
        counts.refused++;
        expect([400, 422]).toContain(response.status);
        expect(body).toMatchObject({
          code: expect.stringMatching(/^[a-z_]+$/),
          detail: expect.stringMatching(/\S/),
        });
        return;
      }
      counts.accepted++;
      expect(await server.ended(body.id)).toMatchObject({ status: "done" });
    }),
    { numRuns: 400 },
  );
  // Both happen, or the changes are no test.
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(2);
  expect(inherited()).toBe(before);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

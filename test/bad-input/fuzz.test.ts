import { afterAll, beforeAll, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { fuzz } from "./fuzz.ts";

/** As `holds.test.ts`: milliseconds of work, four times what an idle machine may take. */
const slower = 4;
let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
  expect((await server.api("/vocabulary")).status).toBe(200);
});
afterAll(() => server.close());

test("no mutated graph holds the server or the check for long, or is answered with a fault", async () => {
  const { hold, check, reply, faults, accepted } = await fuzz(server, 7, (cases) => cases < 200);
  expect(faults).toEqual([]);
  expect(hold[0], `case ${hold[1]}`).toBeLessThan(100 * slower);
  expect(check[0], `case ${check[1]}`).toBeLessThan(1000 * slower);
  expect(reply[0], `case ${reply[1]}`).toBeLessThan(200_000);
  // Some of them are good, or the mutations say nothing.
  expect(accepted).toBeGreaterThan(10);
});

import { expect, it } from "vitest";
import { AssetLedger } from "./asset-ledger.ts";
import type { FromRunner, ToRunner } from "./runner.ts";

type Watch = { mayRead(id: string): boolean; stored(id: string, bytes: number): void };

function start() {
  const there = new Map<string, number>();
  const said: FromRunner[] = [];
  let watch!: Watch;
  const assets = {
    touch: async (id: string) => there.get(id),
    watch: (given: Watch | undefined) => {
      watch = given!;
    },
  };
  const ledger = new AssetLedger(assets, (message) => said.push(message));
  const begin = (run: string, reads?: readonly string[]) =>
    ledger.begin({ do: "run", run, graph: {}, ...(reads && { reads }) } as unknown as ToRunner & {
      do: "run";
    });
  return { there, said, ledger, begin, watch: () => watch };
}

it("lets a run read what its order names and what it stored itself, and nothing that an earlier run had", () => {
  const { begin, watch } = start();
  begin("1", ["named"]);
  watch().stored("made", 3);
  expect(["named", "made", "other"].map((id) => watch().mayRead(id))).toEqual([true, true, false]);
  begin("2", []);
  expect(["named", "made", "other"].map((id) => watch().mayRead(id))).toEqual([false, false, false]);
  begin("3");
  expect(watch().mayRead("other")).toBe(true);
});

it("says what a run holds, once: what it stored and what it shows of earlier runs", async () => {
  const { begin, watch, said, ledger, there } = start();
  begin("1", []);
  watch().stored("a", 3);
  watch().stored("a", 3);
  there.set("a", 3);
  expect([...(await ledger.lost(["a"]))]).toEqual([]);
  begin("2", []);
  expect([...(await ledger.lost(["a", "a"]))]).toEqual([]);
  expect(said).toEqual([
    { say: "holds", run: "1", asset: "a", bytes: 3 },
    { say: "holds", run: "2", asset: "a", bytes: 3 },
  ]);
});

it("finds what is gone, and what has another size than it was stored with", async () => {
  const { begin, watch, ledger, there } = start();
  begin("1", []);
  for (const id of ["whole", "gone", "cut"]) watch().stored(id, 10);
  there.set("whole", 10).set("cut", 4);
  begin("2", []);
  expect([...(await ledger.lost(["whole", "gone", "cut"]))]).toEqual(["gone", "cut"]);
  expect([watch().mayRead("whole"), watch().mayRead("cut")]).toEqual([true, false]);
});

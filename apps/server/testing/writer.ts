/**
 * Writes runs, their events and assets for as long as it lives, and says on stdout what is promised to be on disk.
 * Arguments: the database, the folder of assets.
 */
import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { createNodeAssets } from "@unclip/host/node";
import { openDatabase } from "../src/store/database.ts";
import { SqliteRepository } from "../src/store/sqlite-repository.ts";

const repository = new SqliteRepository(openDatabase(process.argv[2] ?? ""));
repository.recover();
const assets = createNodeAssets(process.argv[3] ?? "");
const say = (line: string) => writeSync(1, `${line}\n`);
const finished = { event: "run-finished", status: "done", computed: 1, cached: 0, milliseconds: 1 } as const;
for (let i = 0; ; i++) {
  const graph = { unclip: 1, title: `${process.pid} ${i}`, model: "none", nodes: {} } as const;
  const accepted = [
    repository.accept({ graph }, { queued: 1e9 }),
    repository.accept({ graph }, { queued: 1e9 }),
  ];
  for (const result of await Promise.all(accepted))
    if ("record" in result) say(`accepted ${result.record.id}`);
  const claim = await repository.claim();
  if (claim === undefined) continue;
  // As a runner does: the file first, then the event that names it.
  const asset = await assets.put(randomBytes(20_000), "application/octet-stream");
  const preview = { item: 0, asset };
  const progress = { event: "node-progress", node: "a", step: i, of: 9, preview } as const;
  const told = await repository.append(claim, [progress], undefined, [{ asset, bytes: 20_000 }]);
  if (told.length > 0) say(`asset ${claim.id} ${asset}`);
  if ((await repository.append(claim, [finished], { status: "done" })).length > 0) say(`done ${claim.id}`);
}

/** Writes runs and their events for as long as it lives, and says on stdout what is promised to be on disk. */
import { writeSync } from "node:fs";
import { openDatabase } from "../src/store/database.ts";
import { SqliteRepository } from "../src/store/sqlite-repository.ts";

const repository = new SqliteRepository(openDatabase(process.argv[2] ?? ""));
repository.recover();
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
  await repository.append(claim, [{ event: "node-progress", node: "a", step: i, of: 9 }]);
  if ((await repository.append(claim, [finished], { status: "done" })).length > 0) say(`done ${claim.id}`);
}

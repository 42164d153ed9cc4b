/** How fast a page of a long history comes. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { startServerProcess } from "../testing/server-process.ts";
import { spread, timed } from "./figures.ts";

export async function measureHistory(data: string, runs: number): Promise<void> {
  const first = startServerProcess("testing/fault-main.ts", ["--data", data]);
  const client = clientOf(await first.ready);
  await client.ended(await client.submit(faultGraph("wait", { milliseconds: 1 })));
  first.child.kill("SIGTERM");
  await first.exit;
  const db = new DatabaseSync(join(data, "unclip.db"));
  db.exec(
    `INSERT INTO runs (id, graph, title, status, created_at, finished_at, request_hash)
     WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ${runs})
     SELECT printf('soak%021d', i.n), graph, 'Run ' || i.n, 'done', created_at + i.n, finished_at, request_hash
     FROM i, (SELECT * FROM runs LIMIT 1)`,
  );
  db.close();
  const again = startServerProcess("testing/fault-main.ts", ["--data", data]);
  const [url, ready] = await timed(() => again.ready);
  const reader = clientOf(url);
  await reader.get("/vocabulary");
  const pages: number[] = [];
  const searches: number[] = [];
  for (let i = 0; i < 300; i++) {
    const before = 100 + Math.floor(Math.random() * runs);
    pages.push((await timed(() => reader.get(`/runs?limit=50&before=${before}`)))[1]);
    if (i % 10 === 0) searches.push((await timed(() => reader.get(`/runs?limit=50&search=n%20${i}99`)))[1]);
  }
  console.log(
    `history of ${runs} runs: server ready in ${Math.round(ready)} ms; a page of 50: ${spread(pages)}`,
  );
  console.log(`a search in the titles of ${runs} runs: ${spread(searches)}`);
  again.child.kill("SIGTERM");
  await again.exit;
}

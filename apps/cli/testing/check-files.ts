/** `node check-files.ts FILE…`: what `unclip check --json` says of each file, as JSON: `[exit code, stdout, stderr, milliseconds of work]`. */
import { main } from "../src/main.ts";

const results: [number, string, string, number][] = [];
const { log, error } = console;
for (const file of process.argv.slice(2)) {
  const said = { out: "", err: "" };
  console.log = (line: string) => {
    said.out += line;
  };
  console.error = (line: string) => {
    said.err += line;
  };
  const before = process.threadCpuUsage();
  const exit = await main(["check", file, "--json"]);
  const { user, system } = process.threadCpuUsage(before);
  results.push([exit, said.out, said.err, (user + system) / 1000]);
}
console.log = log;
console.error = error;
process.stdout.write(JSON.stringify(results));

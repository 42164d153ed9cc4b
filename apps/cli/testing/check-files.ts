/** `node check-files.ts FILE…`: what `unclip check --json` says of each file, as JSON: `[exit code, stdout, stderr]`. */
import { main } from "../src/main.ts";

const results: [number, string, string][] = [];
const { log, error } = console;
for (const file of process.argv.slice(2)) {
  const said = { out: "", err: "" };
  console.log = (line: string) => {
    said.out += line;
  };
  console.error = (line: string) => {
    said.err += line;
  };
  results.push([await main(["check", file, "--json"]), said.out, said.err]);
}
console.log = log;
console.error = error;
process.stdout.write(JSON.stringify(results));

import { readFileSync } from "node:fs";

/** The options of Node that `npm start` gives the server. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return (scripts.start as string).split(" ").filter((word) => /^--(max|disallow|disable)-/.test(word));
}

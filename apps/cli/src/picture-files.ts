import { fileNameOf, stepsOf } from "@unclip/graph";

/**
 * Names of the pictures that nodes write, without extension: `picture`, or `picture-1` … where a node gives several. Inside
 * a use of a part `use/inner` writes `use-inner`. No two nodes share a name, whatever the order in which they finish, and
 * every name is valid on Windows (`con` writes `con_`).
 */
export function pictureNames(nodes: readonly string[]): (node: string, count: number) => readonly string[] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  // Nodes of the graph itself keep their plain names before nodes inside of parts take theirs.
  const byDepth = nodes.toSorted((a, b) => stepsOf(a).length - stepsOf(b).length);
  for (const node of byDepth) {
    const name = free(fileNameOf(node), taken);
    taken.add(name);
    names.set(node, name);
  }
  return (node, count) => {
    const name = names.get(node) ?? fileNameOf(node);
    if (count === 1) return [name];
    const numbered = (mark: string) => Array.from({ length: count }, (_, i) => `${name}${mark}${i + 1}`);
    // Ids have no underscores, so a node named "a-1" beside two pictures of "a" is passed by.
    return numbered("-").some((one) => taken.has(one)) ? numbered("_") : numbered("-");
  };
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name}_${n}`)) n++;
  return `${name}_${n}`;
}

/** The command line in processes of its own, in a temporary folder with the tiny packs. */
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Caption to picture on a tiny pack. */
export const graph = {
  unclip: 1,
  title: "Test",
  model: "tiny-latent",
  nodes: {
    caption: { type: "text", params: { text: "a red heart" } },
    encode: { type: "clip-text-encode", inputs: { text: "caption.text" } },
    prior: { type: "diffusion-prior", params: { steps: 3, seed: 7 }, inputs: { text: "encode.text" } },
    decode: { type: "decode", params: { steps: 3 }, inputs: { embedding: "prior.embedding" } },
    picture: { type: "save-image", inputs: { image: "decode.image" } },
  },
};

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The module of the command line. */
export const source = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export function createCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), "unclip-cli-"));
  const models = join(folder, "models");

  const unclipWith = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> => {
    const script = `import { main } from ${JSON.stringify(source)}; process.exitCode = await main(process.argv.slice(1));`;
    const flags = ["--conditions=@unclip/source", "--input-type=module", "-e", script, "--"];
    return new Promise((done) => {
      execFile(
        process.execPath,
        [...flags, ...args],
        { cwd: folder, env: { ...process.env, ...env } },
        (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
      );
    });
  };

  return {
    folder,
    models,
    unclipWith,
    unclip: (...args: string[]) => unclipWith({}, ...args),
    /** Writes a file to the folder; gives its path. */
    file(name: string, content: unknown): string {
      const path = join(folder, name);
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    },
    /** The packs are made by the repository's tests, which no package may import: hence a process. */
    writeTinyPacks(into: string): Promise<unknown> {
      const script = fileURLToPath(new URL("../../../test/packs/write.ts", import.meta.url));
      return promisify(execFile)(process.execPath, ["--conditions=@unclip/source", script, into]);
    },
  };
}

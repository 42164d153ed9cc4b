import { createReadStream } from "node:fs";
import { InputError } from "./input-error.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/**
 * Reads a file that was named on the command line, or what a pipe such as `/dev/stdin` gives. Throws {@link InputError}
 * where there is none, and where it has more than `most` bytes, of which no more are read.
 */
export async function readInput(path: string, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      bytes += (chunk as Buffer).length;
      if (bytes > most) break;
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new InputError(`Cannot read ${path}: ${reasons[code] ?? (code || message)}.`);
  }
  if (bytes > most)
    throw new InputError(`${path} is larger than ${Math.floor(most / 1e6)} MB, the most that is read.`);
  return new Uint8Array(Buffer.concat(chunks));
}

/** What a process takes from the machine over time, and whether that grows. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

interface Sample {
  readonly seconds: number;
  /** Megabytes. */
  readonly memory: number;
  readonly handles: number;
  readonly wal: number;
}

/** Growth from the second to the last third of the time that is still noise: of collections, and of sockets that come and go. */
const most = { memory: 10, handles: 40, wal: 64 };

export class Vitals {
  readonly #pid: number;
  readonly #data: string;
  readonly #start = performance.now();
  readonly #samples: Sample[] = [];

  /** @param data the server's data folder */
  constructor(pid: number, data: string) {
    this.#pid = pid;
    this.#data = data;
  }

  /** Takes one sample; as text for whoever watches. */
  take(): string {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, "utf8"))?.[1];
    const sample = {
      seconds: (performance.now() - this.#start) / 1000,
      memory: Number(kilobytes) / 1000,
      handles: readdirSync(`/proc/${this.#pid}/fd`).length,
      wal: statSync(join(this.#data, "unclip.db-wal")).size / 1e6,
    };
    this.#samples.push(sample);
    return `memory ${sample.memory.toFixed(0)} MB, ${sample.handles} open files, WAL ${sample.wal.toFixed(1)} MB`;
  }

  /** What is not flat, a sentence each. The first third is for warming up. */
  faults(): string[] {
    const third = Math.floor(this.#samples.length / 3);
    const [middle, last] = [this.#samples.slice(third, 2 * third), this.#samples.slice(2 * third)];
    if (third < 3) return ["There are too few samples to tell; give it more minutes."];
    const growth = (of: "memory" | "handles") =>
      median(last.map((s) => s[of])) - median(middle.map((s) => s[of]));
    const wal = Math.max(...this.#samples.map((s) => s.wal));
    console.log(
      `from the second to the last third: memory ${growth("memory").toFixed(1)} MB (${(600 * this.#slope(third)).toFixed(1)} MB ` +
        `in 10 minutes), open files ${growth("handles")}; largest WAL ${wal.toFixed(1)} MB`,
    );
    return [
      ...(growth("memory") > most.memory ? [`Memory grew by ${growth("memory").toFixed(1)} MB.`] : []),
      ...(growth("handles") > most.handles ? [`Open files grew by ${growth("handles")}.`] : []),
      ...(wal > most.wal ? [`The WAL was ${wal.toFixed(1)} MB.`] : []),
    ];
  }

  /** Megabytes of memory a second after warming up: the median slope between any two samples (Theil–Sen). */
  #slope(from: number): number {
    const samples = this.#samples.slice(from);
    const slopes = samples.flatMap((a, i) =>
      samples.slice(i + 1).map((b) => (b.memory - a.memory) / (b.seconds - a.seconds)),
    );
    return median(slopes);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

import type { FromRunner, ToRunner } from "./runner.ts";

/** How a run's assets are watched; see `watchAssets` of `@unclip/host`. */
export interface RunAssets {
  /** Size in bytes, or `undefined` when there is none of that id. */
  touch(id: string): Promise<number | undefined>;
  watch(watch: { mayRead(id: string): boolean; stored(id: string, bytes: number): void } | undefined): void;
}

/** Sizes that are remembered, some 150 bytes each. */
const most = 100_000;

/**
 * Which assets the run under way holds: those that it stored, and those of cached results that it shows. It may read
 * these and the ones that its order names. One run at a time.
 */
export class AssetLedger {
  readonly #assets: RunAssets;
  readonly #say: (message: FromRunner) => void;
  /** Bytes that were stored, by asset. */
  readonly #sizes = new Map<string, number>();
  readonly #held = new Set<string>();
  #run = "";

  constructor(assets: RunAssets, say: (message: FromRunner) => void) {
    this.#assets = assets;
    this.#say = say;
  }

  /** The next run begins. */
  begin({ run, reads }: ToRunner & { do: "run" }): void {
    this.#run = run;
    this.#held.clear();
    const named = reads && new Set(reads);
    this.#assets.watch({
      mayRead: (id) => named === undefined || named.has(id) || this.#held.has(id),
      stored: (id, bytes) => {
        this.#remember(id, bytes);
        this.#hold(id, bytes);
      },
    });
  }

  /** Those of the assets that are gone or of another size than when they were stored; the run holds the others. */
  readonly lost = async (assets: readonly string[]): Promise<Set<string>> => {
    const lost = new Set<string>();
    for (const id of new Set(assets)) {
      const bytes = await this.#assets.touch(id);
      if (bytes === undefined || bytes !== (this.#sizes.get(id) ?? bytes)) lost.add(id);
      else this.#hold(id, bytes);
    }
    return lost;
  };

  #hold(asset: string, bytes: number): void {
    if (this.#held.has(asset)) return;
    this.#held.add(asset);
    this.#say({ say: "holds", run: this.#run, asset, bytes });
  }

  #remember(id: string, bytes: number): void {
    this.#sizes.set(id, bytes);
    const [oldest] = this.#sizes.keys();
    if (this.#sizes.size > most && oldest !== undefined) this.#sizes.delete(oldest);
  }
}

import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { AssetId } from "@unclip/host";
import type { NodeAssets } from "@unclip/host/node";
import type { Repository } from "./repository.ts";

/** Milliseconds after which a runner or an upload that used a file has said so. */
const delivery = 10_000;
/** Milliseconds between two looks at what is to be removed. */
const lookEvery = 1000;
const sweepEvery = 3_600_000;
/**
 * Milliseconds that a file is kept which no record names: after a crash some are left. A day, so that someone who
 * started with an older copy of the database by mistake has time to notice.
 */
const strayAge = 24 * 3_600_000;
const batch = 200;
/** Milliseconds between two transactions that give space back, so that others have the disk most of the time. */
const breath = 50;

interface House {
  readonly assets: Pick<NodeAssets, "list" | "remove" | "touch">;
  readonly repository: Repository;
  /** Bytes that each user may store, with which older results of theirs make room for newer ones. */
  readonly quota: number;
}

/**
 * Removes the files of assets that nobody holds any more, holds each user to their quota, and gives freed space back
 * to the disk. What someone holds is never touched.
 */
export class Housekeeper {
  readonly #house: House;
  readonly #timers: NodeJS.Timeout[];
  #uploads = 0;
  #cleaning: Promise<void> = Promise.resolve();
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(house: House) {
    this.#house = house;
    this.#timers = [
      setInterval(() => {
        this.#looking ??= this.#look().finally(() => {
          this.#looking = undefined;
        });
      }, lookEvery).unref(),
      setInterval(() => void this.#try(() => this.sweep()), sweepEvery).unref(),
    ];
  }

  /** Keeps what `work` stores from being removed before its result says whose it is. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#uploads++;
    try {
      return await work();
    } finally {
      this.#uploads--;
    }
  }

  /** Removes the files of all orphans that can be removed now. Resolves when they are gone; the rest follows later. */
  clean(): Promise<void> {
    this.#cleaning = this.#cleaning.then(() => this.#try(() => this.#clean()));
    return this.#cleaning;
  }

  /** Lists as orphans the files that no record names and that nobody used for a day. */
  async sweep(age = strayAge): Promise<void> {
    const { assets, repository } = this.#house;
    const strays = (await assets.list()).filter((id) => !repository.isReferenced(id));
    const before = Date.now() - age;
    for (const id of strays) {
      if (repository.isReferenced(id)) continue;
      await assets.remove(id, before);
    }
  }

  /** Records the sizes of assets that an older version stored. */
  async weighAll(): Promise<void> {
    const { assets, repository } = this.#house;
    for (let ids = repository.unweighed(batch); ids.length > 0; ids = repository.unweighed(batch)) {
      const sizes = await Promise.all(
        ids.map(async (id) => ({ asset: id, bytes: (await assets.touch(id)) ?? 0 })),
      );
      await repository.weigh(sizes);
    }
  }

  /** Resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#looking, this.#cleaning]);
  }

  async #look(): Promise<void> {
    const { repository, quota } = this.#house;
    await this.#try(async () => {
      for (const owner of repository.owners()) await repository.makeRoom(owner, 0, quota);
      if (repository.orphans(1).length > 0) await this.clean();
      while (!this.#stopped && (await repository.shrink())) await sleep(breath);
    });
  }

  async #clean(): Promise<void> {
    const { repository } = this.#house;
    const tried = new Set<AssetId>();
    for (;;) {
      const orphans = repository.orphans(tried.size + batch).filter((id) => !tried.has(id));
      if (orphans.length === 0 || this.#stopped) return;
      const gone: AssetId[] = [];
      for (const id of orphans) {
        tried.add(id);
        if (await this.#remove(id)) gone.push(id);
      }
      if (gone.length > 0) await repository.forgetOrphans(gone);
      await setImmediate();
    }
  }

  /**
   * Whether the file is gone. While something computes or is uploaded, a file that was used a moment ago stays: who
   * used it may be about to say so.
   */
  async #remove(id: AssetId): Promise<boolean> {
    const { assets, repository } = this.#house;
    const busy = this.#uploads > 0 || repository.count().running > 0;
    const before = busy ? Date.now() - delivery : Date.now();
    // Someone holds it again: it is no orphan any more.
    return !repository.isReferenced(id) && assets.remove(id, before);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
    } catch (error) {
      console.error(`What was removed cannot be cleared away (${(error as Error).message}).`);
    }
  }
}

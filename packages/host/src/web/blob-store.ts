/**
 * Files by name in the browser's own storage (the origin private file system), shared by all tabs of an origin; in
 * memory where a browser has none. Only a dedicated Worker may write to it.
 */

export interface BlobStore {
  /** Whether what is written outlives the page. */
  readonly lasting: boolean;
  /** Size in bytes; 0 when there is none of that name. */
  size(name: string): Promise<number>;
  read(name: string): Promise<Uint8Array | undefined>;
  /** Adds bytes at the end, making the file. Throws where storage is full. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
  /** Runs `work` while no other tab runs any of the same name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** A file's handle as a dedicated Worker has it; a page's type library does not know the method. */
interface WritableHandle {
  createSyncAccessHandle(): Promise<{
    getSize(): number;
    write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
    flush(): void;
    close(): void;
  }>;
}

/** The browser's storage below `folder`, or memory where it has none or forbids it (a private window). */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  try {
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle(folder, { create: true });
    if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) return memoryStore();
    return directoryStore(folder, directory);
  } catch {
    return memoryStore();
  }
}

function directoryStore(folder: string, directory: FileSystemDirectoryHandle): BlobStore {
  const file = (name: string) =>
    directory.getFileHandle(name).then(
      (handle) => handle.getFile(),
      () => undefined,
    );
  return {
    lasting: true,
    size: async (name) => (await file(name))?.size ?? 0,
    read: async (name) => {
      const found = await file(name);
      return found && new Uint8Array(await found.arrayBuffer());
    },
    async append(name, bytes) {
      const handle: unknown = await directory.getFileHandle(name, { create: true });
      const access = await (handle as WritableHandle).createSyncAccessHandle();
      try {
        const written = access.write(bytes as Uint8Array<ArrayBuffer>, { at: access.getSize() });
        if (written !== bytes.length) throw new Error(`wrote ${written} of ${bytes.length} bytes`);
        access.flush();
      } finally {
        access.close();
      }
    },
    remove: (name) => directory.removeEntry(name).catch(() => undefined),
    async names() {
      const names: string[] = [];
      for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name);
      return names.sort();
    },
    alone: (name, work) => navigator.locks.request(`${folder}/${name}`, work) as Promise<never>,
  };
}

/** A store that ends with its realm. */
export function memoryStore(): BlobStore {
  // As parts: a file that grows by mebibytes would otherwise be copied whole for each.
  const files = new Map<string, Uint8Array[]>();
  const waiting = new Map<string, Promise<unknown>>();
  const sizeOf = (name: string) => (files.get(name) ?? []).reduce((sum, part) => sum + part.length, 0);
  return {
    lasting: false,
    size: async (name) => sizeOf(name),
    async read(name) {
      const parts = files.get(name);
      if (parts === undefined) return undefined;
      const whole = new Uint8Array(sizeOf(name));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
    async append(name, bytes) {
      files.set(name, [...(files.get(name) ?? []), bytes.slice()]);
    },
    async remove(name) {
      files.delete(name);
    },
    names: async () => [...files.keys()].sort(),
    alone(name, work) {
      const next = (waiting.get(name) ?? Promise.resolve()).then(work, work);
      waiting.set(
        name,
        next.catch(() => undefined),
      );
      return next;
    },
  };
}

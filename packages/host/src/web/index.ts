/**
 * A browser: onnxruntime-web, the browser's storage and its codecs. Made and used inside a Worker of its own.
 */
import { type Host, HostError } from "../host.ts";
import { createWebAssets, type WebAssets } from "./assets.ts";
import {
  type Backend,
  type BackendOptions,
  type Build,
  chooseBackend,
  type Limit,
  type LimitCode,
} from "./backend.ts";
import { openBlobStore } from "./blob-store.ts";
import { type CodecFiles, createWebCodecs } from "./codecs.ts";
import { createWebImages } from "./images.ts";
import { createWebPacks, type DownloadProgress, type WebPacks, type WebPacksOptions } from "./packs.ts";
import type { RuntimeFiles, RuntimeProgress } from "./runtime.ts";
import { createWebSessions } from "./sessions.ts";

export type {
  Backend,
  BackendOptions,
  Build,
  CodecFiles,
  DownloadProgress,
  Limit,
  LimitCode,
  RuntimeFiles,
  RuntimeProgress,
  WebPacks,
};

export interface WebHostOptions extends BackendOptions {
  /** Where the model packs are, and what to tell of their download. */
  readonly models: WebPacksOptions;
  /** Addresses of the files of each build of onnxruntime-web. */
  readonly files: RuntimeFiles;
  /** Addresses of the codecs of pictures. */
  readonly codecs: CodecFiles;
  /** Bytes of weights that may stay loaded. */
  readonly memoryBudget?: number;
  /** Told of the download of onnxruntime-web itself, which comes with the first model. */
  readonly onRuntimeDownload?: RuntimeProgress;
}

export interface WebHost extends Host {
  readonly packs: WebPacks;
  readonly assets: WebAssets;
  /** What computes here, and why nothing better does. */
  readonly backend: Backend;
  /** Whether pictures and models outlive the page. */
  readonly lasting: boolean;
}

/**
 * A host in this Worker. Nothing of the runtime or of a model is downloaded before it is asked for.
 *
 * @throws HostError `provider_missing` where the page is not trusted
 */
export async function createWebHost(options: WebHostOptions): Promise<WebHost> {
  if (globalThis.isSecureContext === false) {
    throw new HostError(
      "provider_missing",
      `Found a page at ${self.location.origin}, expected https or localhost: elsewhere browsers verify and keep no files. Open it so, or run on the server.`,
    );
  }
  const backend = await chooseBackend(options);
  const [models, assets] = await Promise.all([openBlobStore("models"), openBlobStore("assets")]);
  const { files, memoryBudget, onRuntimeDownload } = options;
  const codecs = createWebCodecs(options.codecs);
  return {
    packs: createWebPacks(models, options.models),
    sessions: createWebSessions({
      backend,
      files,
      ...(memoryBudget === undefined ? {} : { memoryBudget }),
      onRuntimeDownload(bytes, of) {
        onRuntimeDownload?.(bytes, of);
        // What computes is here for times without a connection; so is then what reads pictures.
        if (bytes === of) void codecs.load().catch(() => undefined);
      },
    }),
    assets: createWebAssets(assets),
    images: createWebImages(codecs),
    backend,
    lasting: models.lasting,
  };
}

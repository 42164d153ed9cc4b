/** Where Vite put the files of onnxruntime-web: its threads load them again, so each is a file of its own. */
import type { RuntimeFiles } from "@unclip/host/web";
import asyncifyMjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyWasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import jspiMjs from "onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url";
import jspiWasm from "onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url";
import wasmMjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmWasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

/** Sizes of the `.wasm` files, which Vite puts here when it builds. */
declare const RUNTIME_BYTES: Readonly<Record<keyof RuntimeFiles, number>>;

const file = (build: keyof RuntimeFiles, mjs: string, wasm: string) => ({
  mjs: new URL(mjs, import.meta.url).href,
  wasm: new URL(wasm, import.meta.url).href,
  bytes: RUNTIME_BYTES[build],
});

export const runtimeFiles: RuntimeFiles = {
  jspi: file("jspi", jspiMjs, jspiWasm),
  asyncify: file("asyncify", asyncifyMjs, asyncifyWasm),
  wasm: file("wasm", wasmMjs, wasmWasm),
};

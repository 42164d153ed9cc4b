/** Where Vite put the codecs of pictures. */
import jpeg from "@cwasm/jpeg-turbo/jpeg-turbo.wasm?url";
import webp from "@cwasm/webp/webp.wasm?url";
import webpEncoder from "@jsquash/webp/codec/enc/webp_enc.wasm?url";
import type { CodecFiles } from "@unclip/host/web";

const address = (file: string) => new URL(file, import.meta.url).href;

export const codecFiles: CodecFiles = {
  jpeg: address(jpeg),
  webp: address(webp),
  webpEncoder: address(webpEncoder),
};

/**
 * The process that reads what people upload, the one place where bytes of strangers meet an image decoder: a picture
 * may take a second and hundreds of megabytes, and a fault in the decoder ends this process and not the server.
 */
import { parseArgs } from "node:util";
import { readEmbeddings } from "@unclip/host";
import { createNodeAssets, createNodeImages } from "@unclip/host/node";
import { faultOf } from "../fault.ts";
import type { StoredUpload, UploadOrder, UploadReply } from "./messages.ts";
import { writeEmbeddings } from "./write-embeddings.ts";

const { values } = parseArgs({ options: { assets: { type: "string" } } });
if (values.assets === undefined || process.send === undefined) {
  console.error("This is the part of the server that reads uploads; start the server instead.");
  process.exit(2);
}
const assets = createNodeAssets(values.assets);
const images = createNodeImages();

/** Reads and writes anew: nothing but pixels, or numbers and labels, is kept. */
async function store({ kind, bytes }: UploadOrder): Promise<StoredUpload> {
  if (kind === "embeddings") {
    const { bytes: kept, type, ...about } = writeEmbeddings(await readEmbeddings(bytes));
    return { id: await assets.put(kept, type), type, size: kept.length, about };
  }
  const image = await images.decode(bytes);
  const [, height = 0, width = 0] = image.shape;
  const kept = await images.encode(image, "image/png");
  const id = await assets.put(kept, "image/png");
  return { id, type: "image/png", size: kept.length, about: { width, height } };
}

const say = (reply: UploadReply) => void process.send?.(reply, () => {});
process.on("message", (message) => {
  const upload = message as UploadOrder;
  store(upload).then(
    (stored) => say({ say: "stored", order: upload.order, stored }),
    (error) => say({ say: "refused", order: upload.order, fault: faultOf(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
// Ctrl+C reaches the whole process group; the server decides when its processes end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("SIGHUP", () => {});
say({ say: "ready" });

import { fileNameOf, serializeGraph } from "@unclip/graph";
import { useDoc } from "../document/doc-store.ts";
import { download } from "../document/open.ts";
import { assetUrl } from "../server/api.ts";
import { withGraph } from "../sharing/png-text.ts";

/** Saves a picture to the downloads, with the open graph inside it (PNG only) where `carry` asks for that. */
export async function savePicture(asset: string, name: string, carry: boolean): Promise<void> {
  const picture = await (await fetch(assetUrl(asset))).blob();
  const file = `${fileNameOf(name)}.${picture.type.split("/")[1] ?? "png"}`;
  if (!carry || picture.type !== "image/png") return download(file, picture);
  const text = serializeGraph(useDoc.getState().graph);
  const carrying = withGraph(new Uint8Array(await picture.arrayBuffer()), text);
  download(file, new Blob([carrying], { type: picture.type }));
}

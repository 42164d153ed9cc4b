/** Files dropped on the canvas: a graph is opened, a picture becomes a node that holds it. */
import { addNode, freshId } from "@unclip/graph";
import type { DragEvent } from "react";
import { editHere, useDoc } from "../document/doc-store.ts";
import { openFile, openText } from "../document/open.ts";
import { ApiError, putAsset } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { textOfLink } from "../sharing/link.ts";
import { graphInPng } from "../sharing/png-text.ts";
import { say } from "../view/notice.ts";
import { select } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { toCanvas } from "./viewport.ts";

export function dropOnCanvas(event: DragEvent): void {
  event.preventDefault();
  const screen = [event.clientX, event.clientY] as const;
  for (const file of event.dataTransfer.files) {
    if (file.type.startsWith("image/")) void takePicture(file, screen);
    else void openFile(file);
  }
  if (event.dataTransfer.files.length > 0) return;
  const link = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
  void textOfLink(link).then((text) => text !== undefined && openText(words().theLink, text));
}

/** A picture that carries a graph opens it; any other becomes a node. */
async function takePicture(file: File, screen: readonly [number, number]): Promise<void> {
  const text = file.type === "image/png" ? graphInPng(new Uint8Array(await file.arrayBuffer())) : undefined;
  if (text === undefined) await addPicture(file, screen);
  else openText(file.name, text);
}

async function addPicture(file: File, screen: readonly [number, number]): Promise<void> {
  for (const type of Object.values(useServer.getState().vocabulary.nodeTypes)) {
    const asset = Object.entries(type.params).find(
      ([, param]) => param.param === "asset" && param.media.includes(file.type),
    );
    if (!asset) continue;
    try {
      const stored = await putAsset(file);
      const id = freshId(useDoc.getState().here, file.name.replace(/\.\w+$/, ""));
      const [x, y] = toCanvas(screen);
      const at = [Math.round(x / 8) * 8, Math.round(y / 8) * 8] as const;
      editHere((graph) => addNode(graph, id, { type: type.type, params: { [asset[0]]: stored.id }, at }));
      select([id]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say({ tone: "error", text: error.message });
    }
    return;
  }
  say({ tone: "error", text: words().notAPicture });
}

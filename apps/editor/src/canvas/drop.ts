/** Files dropped or pasted on the canvas: a graph is opened, a picture or embeddings become a node that holds them. */
import { addNode, freshId } from "@unclip/graph";
import type { DragEvent } from "react";
import { editHere, useDoc } from "../document/doc-store.ts";
import { openFile as openGraphFile, openText } from "../document/open.ts";
import { type BroughtFile, bringFile, openFile, takesFile } from "../params/bring-file.ts";
import { ApiError } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { textOfLink } from "../sharing/link.ts";
import { graphInPng } from "../sharing/png-text.ts";
import { say } from "../view/notice.ts";
import { select } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { toCanvas } from "./viewport.ts";

type Place = readonly [number, number];

export function dropOnCanvas(event: DragEvent): void {
  event.preventDefault();
  const { files } = event.dataTransfer;
  takeFiles(files, [event.clientX, event.clientY]);
  if (files.length > 0) return;
  const link = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
  void textOfLink(link).then((text) => text !== undefined && openText(words().theLink, text));
}

/** Takes each file for what it is; `screen` is where on the screen its node goes. */
export function takeFiles(files: Iterable<File>, screen: Place): void {
  for (const file of files) void takeFile(file, screen);
}

async function takeFile(file: File, screen: Place): Promise<void> {
  const opened = await openFile(file);
  // A picture that carries a graph opens it.
  const graph = opened.type === "image/png" ? graphInPng(opened.bytes) : undefined;
  if (graph !== undefined) return void openText(file.name, graph);
  const material = opened.type !== "" && opened.type !== "application/json";
  if (material) return addFileNode(opened, screen);
  if (file.type.startsWith("image/")) return say({ tone: "error", text: words().notAPicture });
  await openGraphFile(file);
}

async function addFileNode(file: BroughtFile, screen: Place): Promise<void> {
  for (const type of Object.values(useServer.getState().vocabulary.nodeTypes)) {
    const asset = Object.entries(type.params).find(
      ([, param]) => param.param === "asset" && takesFile(param, file),
    );
    if (!asset) continue;
    try {
      const stored = await bringFile(file);
      const id = freshId(useDoc.getState().here, file.name.replace(/\.\w+$/, ""));
      const [x, y] = toCanvas(screen);
      const at = [Math.round(x / 8) * 8, Math.round(y / 8) * 8] as const;
      editHere((graph) => addNode(graph, id, { type: type.type, params: { [asset[0]]: stored }, at }));
      select([id]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say({ tone: "error", text: error.message });
    }
    return;
  }
  say({ tone: "error", text: words().notAPicture });
}

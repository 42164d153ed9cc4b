/** Named changes to what stands on the canvas beside nodes: frames and notes. */
import type { Draft } from "immer";
import { type Change, ChangeError, change } from "../change.ts";
import { own } from "../own.ts";
import type { Frame, Graph, Note } from "../types.ts";
import { requireFree } from "./existing.ts";

/** Adds a frame under a free id (see `freshId`). */
export function addFrame(graph: Graph, id: string, frame: Frame): Change {
  requireFree(graph.frames, id);
  return change(graph, `Add the frame ${id}`, (draft) => {
    draft.frames = { ...draft.frames, [id]: frame as Draft<Frame> };
  });
}

/** Changes the title, position or size of a frame. Edits of one frame merge. */
export function editFrame(graph: Graph, id: string, edit: Partial<Frame>): Change {
  return change(
    graph,
    `Edit the frame ${id}`,
    (draft) => {
      Object.assign(existing(draft.frames, id, "frame"), edit);
    },
    `frame ${id}`,
  );
}

export function removeFrame(graph: Graph, id: string): Change {
  return change(graph, `Remove the frame ${id}`, (draft) => {
    existing(draft.frames, id, "frame");
    delete draft.frames?.[id];
    if (Object.keys(draft.frames ?? {}).length === 0) delete draft.frames;
  });
}

/** Adds a note under a free id (see `freshId`). */
export function addNote(graph: Graph, id: string, note: Note): Change {
  requireFree(graph.notes, id);
  return change(graph, `Add the note ${id}`, (draft) => {
    draft.notes = { ...draft.notes, [id]: note as Draft<Note> };
  });
}

/** Changes the text, position or size of a note. Edits of one note merge. */
export function editNote(graph: Graph, id: string, edit: Partial<Note>): Change {
  return change(
    graph,
    `Edit the note ${id}`,
    (draft) => {
      Object.assign(existing(draft.notes, id, "note"), edit);
    },
    `note ${id}`,
  );
}

export function removeNote(graph: Graph, id: string): Change {
  return change(graph, `Remove the note ${id}`, (draft) => {
    existing(draft.notes, id, "note");
    delete draft.notes?.[id];
    if (Object.keys(draft.notes ?? {}).length === 0) delete draft.notes;
  });
}

function existing<T>(record: Record<string, T> | undefined, id: string, what: string): T {
  const found = own(record, id);
  if (found === undefined)
    throw new ChangeError("node_unknown", `The graph has no ${what} "${id}"; name one that it has.`);
  return found;
}

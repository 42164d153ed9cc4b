/** One sentence for the person, at a place on the screen where it concerns one. Replaced by the next; not a queue. */
import { create } from "zustand";

export interface Notice {
  readonly tone: "info" | "warning" | "error";
  readonly text: string;
  /** Screen pixels; the foot of the canvas where absent. */
  readonly at?: { readonly x: number; readonly y: number };
  readonly action?: { readonly label: string; run(): void };
}

interface NoticeState {
  readonly notice: (Notice & { readonly id: number }) | undefined;
}

export const useNotice = create<NoticeState>(() => ({ notice: undefined }));

let count = 0;

export function say(notice: Notice): void {
  count += 1;
  useNotice.setState({ notice: { ...notice, id: count } });
}

export function hush(): void {
  useNotice.setState({ notice: undefined });
}

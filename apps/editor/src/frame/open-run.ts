import type { RunRecord } from "@unclip/protocol";
import { openText } from "../document/open.ts";
import { resume } from "../run/runner.ts";
import { ApiError, getRunGraph } from "../server/api.ts";
import { say } from "../view/notice.ts";
import { select } from "../view/view-store.ts";

/** Opens the graph of a past run with its results, and selects `node` where one is named. */
export async function openRun({ id, title }: RunRecord, node?: string): Promise<void> {
  try {
    if (!openText(title, await getRunGraph(id))) return;
    resume(id);
    if (node !== undefined) select([node]);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say({ tone: "error", text: error.message });
  }
}

/** How a run is shown on the command line: a line a node with a bar under way, or the events themselves. */
import type { WriteStream } from "node:tty";
import type { RunEvent } from "@unclip/engine";
import { complain, printable, printJson } from "./terminal.ts";

export interface Reporter {
  event(event: RunEvent): void;
  /** A file was written. */
  wrote(path: string): void;
  /** What was done with the graph before it runs. */
  note(text: string): void;
}

/** Run events as JSON lines on stdout; files written and notes go to stderr. */
export function jsonReporter(): Reporter {
  return { event: (event) => printJson(event), wrote: complain, note: complain };
}

/** A line a node; on a terminal, a bar for the node under way that is redrawn in place. */
export function textReporter(out: Pick<WriteStream, "write" | "isTTY">): Reporter {
  const clear = out.isTTY ? "\r\x1b[K" : "";
  const line = (text: string) => out.write(`${clear}${printable(text)}\n`);
  return {
    event(event) {
      if (event.event === "node-progress" && out.isTTY) {
        out.write(
          `${clear}${printable(`${bar(event.step, event.of)} ${event.node} ${event.step}/${event.of}`)}`,
        );
      }
      for (const told of linesOf(event)) line(told);
    },
    wrote: (path) => line(`wrote ${path}`),
    note: line,
  };
}

/** One event as lines; none for those that need none. */
function linesOf(event: RunEvent): readonly string[] {
  switch (event.event) {
    case "node-finished": {
      const how = event.cached ? "cached" : "computed";
      const values = Object.values(event.outputs)
        .flatMap((output) =>
          output.items
            .slice(0, 1)
            .map((item) => item.text + (output.items.length > 1 ? ` ×${output.items.length}` : "")),
        )
        .join(", ");
      return [
        `${event.node.padEnd(16)} ${how.padEnd(8)} ${event.milliseconds.toFixed(0).padStart(6)} ms  ${values}`,
        ...(event.remarks ?? []).map((remark) => `${"".padEnd(16)} remark   ${remark}`),
      ];
    }
    case "node-failed":
      return [`${event.node.padEnd(16)} failed   ${event.error.message} [${event.error.code}]`];
    case "node-skipped":
      return [`${event.node.padEnd(16)} skipped  because ${event.because} failed`];
    case "run-finished":
      return [
        `${event.status}: ${event.computed} computed, ${event.cached} cached, ${event.milliseconds.toFixed(0)} ms`,
      ];
    default:
      return [];
  }
}

const bar = (step: number, of: number) => {
  const filled = Math.round((step / of) * 24);
  return `${"█".repeat(filled)}${"░".repeat(24 - filled)}`;
};

/** What a run says whose process is gone. */
import type { RunError } from "@unclip/engine";

export function crashed(how: string): RunError {
  return {
    code: "runner_crashed",
    message: `The process that computes ended unexpectedly (${how}). A new one was started; run the graph again.`,
  };
}

export function outOfMemory(how: string, peak: number): RunError {
  return {
    code: "budget_exceeded",
    message: `The process that computes ended (${how}) for want of memory; it had ${Math.round(peak / 1e6)} MB when it was last looked at. The run is not tried again. Use smaller pictures or fewer items.`,
  };
}

export function stalled(seconds: number): RunError {
  return {
    code: "runner_stalled",
    message: `The process that computes did not answer for ${seconds} seconds and was replaced. Run the graph again, or start the server with a larger --stall-seconds if one model call takes that long.`,
  };
}

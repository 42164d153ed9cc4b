import { cosineSchedule, linearSchedule, type Schedule, scaledLinearSchedule } from "@unclip/diffusion";
import type { ScheduleSpec } from "@unclip/host";

/** The noise schedule that a manifest names. */
export function scheduleOf(spec: ScheduleSpec): Schedule {
  switch (spec.kind) {
    case "cosine":
      return cosineSchedule(spec.steps, spec.precision);
    case "linear":
      return linearSchedule(spec.steps, spec.start, spec.end, spec.precision);
    case "scaled-linear":
      return scaledLinearSchedule(spec.steps, spec.start, spec.end, spec.precision);
  }
}

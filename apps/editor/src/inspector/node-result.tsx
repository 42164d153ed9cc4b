import type { NodeTypeTable } from "@unclip/engine";
import css from "../frame/panel.module.css";
import { useNodeRun } from "../parts/use-node-run.ts";
import { duration } from "../words/time.ts";
import { useWords } from "../words/words.ts";

/** What the last run said of a node: time, error with its remedy, one line for each output. */
export function NodeResult({ id, type }: { id: string; type: NodeTypeTable | undefined }) {
  const words = useWords();
  const run = useNodeRun(id);
  const outputs = Object.entries(run.outputs);
  if (run.status === "idle" && outputs.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{words.result}</h3>
      {run.error && run.status === "failed" ? (
        <p className={css.alertText} data-severity="error" role="alert">
          {words.runError(run.error)}
          <span className={css.code}>{run.error.code}</span>
        </p>
      ) : null}
      {run.remarks.map((remark) => (
        <p key={remark} className={css.alertText} data-severity="remark">
          {words.remark(remark)}
        </p>
      ))}
      {run.status === "skipped" && run.because ? (
        <p className={css.quiet}>{words.skipped(run.because)}</p>
      ) : null}
      {run.status === "running" && run.of > 0 ? (
        <p className={css.quiet}>{words.step(run.step, run.of)}</p>
      ) : null}
      {outputs.map(([port, { kind, items }]) => (
        <div key={port} className={css.field}>
          <span className={css.fieldName}>{type?.outputs[port]?.title ?? port}</span>
          <span className={css.resultText}>
            {items.length > 1 ? `${words.items(items.length)}: ` : ""}
            {items[0] ? words.value(kind, items[0].text) : ""}
          </span>
        </div>
      ))}
      {run.milliseconds === undefined ? null : (
        <p className={css.quiet}>{run.cached ? words.cachedMark : duration(run.milliseconds)}</p>
      )}
    </section>
  );
}

import type { Problem } from "@unclip/engine";
import { portRef } from "@unclip/graph";
import { useProblems } from "../document/problem-store.ts";
import { goToNode } from "../parts/part-commands.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

/** Everything that `check` found, each with what to do; a click goes there. */
export function ProblemsPanel() {
  const words = useWords();
  const all = useProblems((state) => state.all);
  return (
    <div className={css.panelBody}>
      {all.length === 0 ? <p className={css.quiet}>{words.noProblems}</p> : null}
      <ul>
        {all.map((problem) => (
          <li key={problem.message}>
            <ProblemCard problem={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProblemCard({ problem }: { problem: Problem }) {
  const words = useWords();
  const { node, port, found, expected, remedy, severity } = problem;
  const go = () => {
    if (node === undefined) return;
    goToNode(node);
  };
  return (
    <button
      type="button"
      className={css.problem}
      data-severity={severity}
      onClick={go}
      title={node ? words.goTo(node) : undefined}
    >
      {node ? <b>{port ? portRef(node, port) : node}</b> : null}
      <span>{words.sentence(found)}</span>
      {expected ? <span>{words.sentence(`${words.expected} ${expected}`)}</span> : null}
      {remedy ? <span className={css.remedy}>{words.sentence(remedy)}</span> : null}
    </button>
  );
}

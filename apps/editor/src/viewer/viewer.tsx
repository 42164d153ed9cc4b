import { Maximize2, Minimize2, X } from "lucide-react";
import { useState } from "react";
import { useDoc } from "../document/doc-store.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { runsOf } from "../parts/part-run.ts";
import { readAnimation } from "../run/facts.ts";
import { useRun } from "../run/run-store.ts";
import { useServer } from "../server/server-store.ts";
import { selectedNodes, setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { AnimationView } from "./animation-view.tsx";
import { type Looked, lookAt } from "./looking.ts";
import { PictureView } from "./picture-view.tsx";
import { ValueView } from "./value-view.tsx";
import css from "./viewer.module.css";

/** The drawer at the foot: what the selected node made, large. */
export function Viewer() {
  const words = useWords();
  const tall = useView((state) => state.drawerTall);
  const selected = useView((state) => selectedNodes(state.selection)[0]);
  const graph = useDoc((state) => state.here);
  const nodes = useRun((state) => state.nodes);
  const path = useDoc((state) => state.path);
  const looked = lookAt(graph, runsOf(nodes, graph, path), selected);
  return (
    <section className={css.viewer} aria-label={words.viewer}>
      <header className={css.head}>
        <h2>
          {words.viewer}
          {looked ? <span>{looked.node}</span> : null}
        </h2>
        <button
          type="button"
          aria-label={tall ? words.smaller : words.taller}
          title={tall ? words.smaller : words.taller}
          onClick={() => setView({ drawerTall: !tall })}
        >
          {tall ? <Minimize2 size={14} strokeWidth={1.5} /> : <Maximize2 size={14} strokeWidth={1.5} />}
        </button>
        <button
          type="button"
          aria-label={words.close}
          title={words.close}
          onClick={() => setView({ drawer: false })}
        >
          <X size={14} strokeWidth={1.5} />
        </button>
      </header>
      {looked ? (
        <Shown key={looked.node} looked={looked} />
      ) : (
        <p className={css.nothing}>{words.nothingToShow}</p>
      )}
    </section>
  );
}

function Shown({ looked }: { looked: Looked }) {
  const words = useWords();
  const { run, node } = looked;
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const type = nodeTypeOf(graph, vocabulary, graph.nodes[node]?.type ?? "");
  const outputs = Object.entries(run.outputs);
  const [port, setPort] = useState<string>();
  const [step, setStep] = useState<number>();
  const chosen =
    outputs.find(([name]) => name === port) ??
    outputs.find(([, { items }]) => items.some(({ asset }) => asset)) ??
    outputs[0];
  const { previews } = run;
  // While a node runs the newest step shows; afterwards the result, until a step is chosen.
  const atStep =
    step === undefined
      ? run.status === "running"
        ? previews.length - 1
        : -1
      : Math.min(step, previews.length - 1);
  const preview = previews[atStep];
  const [shownPort, output] = chosen ?? [];
  const items = output?.items ?? [];
  const pictures = preview
    ? [{ asset: preview.asset, label: words.predicted(preview.step, preview.of) }]
    : items.flatMap(({ asset, text }, i) =>
        asset?.type.startsWith("image/")
          ? [{ asset: asset.id, label: output?.labels?.[i] ?? words.value(output?.kind ?? "", text) }]
          : [],
      );
  const [only, more] = pictures;
  const animation = preview || more ? undefined : readAnimation(items[0]?.facts);
  return (
    <div className={css.shown}>
      {outputs.length > 1 ? (
        <div className={css.tabs} role="tablist">
          {outputs.map(([name]) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === shownPort}
              onClick={() => setPort(name)}
            >
              {type?.outputs[name]?.title ?? name}
            </button>
          ))}
        </div>
      ) : null}
      {animation && only ? (
        <AnimationView
          key={only.asset}
          asset={only.asset}
          facts={animation}
          label={`${node} ${only.label}`}
        />
      ) : pictures.length > 0 ? (
        <PictureView pictures={pictures} name={node} />
      ) : output && shownPort ? (
        <ValueView output={output} node={node} port={shownPort} />
      ) : (
        <p className={css.nothing}>{words.nothingToShow}</p>
      )}
      {previews.length > 0 ? (
        <label className={css.scrubber}>
          <span>{words.steps}</span>
          <input
            type="range"
            aria-label={words.stepSlider}
            min={0}
            max={previews.length}
            value={atStep < 0 ? previews.length : atStep}
            onChange={(event) => {
              const at = Number(event.currentTarget.value);
              setStep(at >= previews.length ? undefined : at);
            }}
          />
          <output>{preview ? words.step(preview.step, preview.of) : words.finalResult}</output>
        </label>
      ) : null}
    </div>
  );
}

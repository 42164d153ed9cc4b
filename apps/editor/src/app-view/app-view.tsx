import type { Graph } from "@unclip/graph";
import { useMemo } from "react";
import { runCommand } from "../commands/commands.ts";
import { useDoc } from "../document/doc-store.ts";
import { useAdvance } from "../document/made-in-advance.ts";
import { ParamControl } from "../params/param-control.tsx";
import { runOf } from "../parts/part-run.ts";
import { useNodeRun, useOutput } from "../parts/use-node-run.ts";
import { useRun } from "../run/run-store.ts";
import { assetUrl } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { CalmImage } from "../viewer/calm-image.tsx";
import { ValueView } from "../viewer/value-view.tsx";
import { useWords } from "../words/words.ts";
import { formOf, outputsOf, paramsOf } from "./app-form.ts";
import css from "./app-view.module.css";

/** The graph as a form, for someone who only uses it: what it asks for, Run in the bar above, and what it makes. */
export function AppView() {
  const words = useWords();
  const graph = useDoc((state) => state.graph);
  const vocabulary = useServer((state) => state.vocabulary);
  const form = useMemo(() => formOf(graph, vocabulary), [graph, vocabulary]);
  const params = paramsOf(graph, vocabulary, form);
  const outputs = useMemo(() => outputsOf(graph, vocabulary, form), [graph, vocabulary, form]);
  return (
    <div className={css.app}>
      <section className={css.form} aria-label={words.appForm}>
        <h2>{graph.title}</h2>
        {graph.about ? <p className={css.about}>{graph.about}</p> : null}
        {params.map(({ node, name, param }) => (
          <div key={`${node}.${name}`} className={css.field}>
            <span className={css.name} title={param.about}>
              {words.param(param.title, node)}
            </span>
            <div className={css.control} data-param={param.param}>
              <ParamControl
                node={node}
                name={name}
                param={param}
                literal={graph.nodes[node]?.params?.[name]}
              />
            </div>
          </div>
        ))}
        {params.length + outputs.length === 0 ? <p className={css.about}>{words.emptyApp}</p> : null}
        <button type="button" className={css.back} onClick={() => runCommand("app-view")}>
          {words.leaveApp}
        </button>
      </section>
      <section className={css.outputs} aria-label={words.result}>
        {outputs.map(({ node, port }) => (
          <Output key={`${node}.${port}`} node={node} port={port} />
        ))}
        <Remarks graph={graph} />
      </section>
    </div>
  );
}

/** What the graph's nodes remarked in the last run, those too that the form does not show. */
function Remarks({ graph }: { graph: Graph }) {
  const words = useWords();
  const runs = useRun((state) => state.nodes);
  const remarks = new Set(Object.keys(graph.nodes).flatMap((id) => runOf(runs, graph, "", id).remarks));
  return [...remarks].map((remark) => (
    <p key={remark} className={css.remark}>
      {words.remark(remark)}
    </p>
  ));
}

/** What an output gave: its pictures, else its values; before the first run what a template brings along. */
function Output({ node, port }: { node: string; port: string }) {
  const words = useWords();
  const output = useOutput(node, port);
  const { status, step, of, error } = useNodeRun(node);
  const made = useAdvance((state) => state.pictures[node]);
  const pictures = output?.items.flatMap(({ asset }) => (asset?.type.startsWith("image/") ? [asset.id] : []));
  return (
    <figure className={css.output}>
      {pictures && pictures.length > 0 ? (
        <div className={css.pictures} data-several={pictures.length > 1 || undefined}>
          {pictures.map((asset, i) => (
            <CalmImage
              // biome-ignore lint/suspicious/noArrayIndexKey: two items may be the same picture
              key={`${asset}${i}`}
              src={assetUrl(asset)}
              alt={output?.labels?.[i] ?? `${words.result}: ${node}`}
              title={output?.labels?.[i]}
            />
          ))}
        </div>
      ) : output ? (
        <ValueView output={output} />
      ) : made ? (
        <div className={css.pictures}>
          <img src={made} alt={words.madeInAdvance(node)} title={words.madeInAdvanceAbout} />
        </div>
      ) : (
        <p className={css.nothing}>{words.noResult}</p>
      )}
      <figcaption>
        {node}
        {output === undefined && made ? <span>{words.madeInAdvanceMark}</span> : null}
        {status === "running" && of > 0 ? <span>{words.step(step, of)}</span> : null}
        {status === "failed" && error ? (
          <span className={css.error} role="alert">
            {words.runError(error)}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}

import { X } from "lucide-react";
import { useMemo } from "react";
import { openRun } from "../frame/open-run.ts";
import { assetUrl } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { CalmImage } from "../viewer/calm-image.tsx";
import { CompareView } from "../viewer/compare-view.tsx";
import { useWords } from "../words/words.ts";
import { DifferenceList } from "./difference-list.tsx";
import css from "./gallery.module.css";
import { type Chosen, useGallery } from "./gallery-store.ts";
import { lineageOf } from "./lineage.ts";
import { useMoment } from "./use-moment.ts";
import { useRunGraph } from "./use-run-graph.ts";

interface Props {
  readonly chosen: Chosen;
  readonly kept: Chosen | undefined;
}

/** The chosen picture: what made it, and the way back to its graph; beside another, what differs between the two. */
export function PictureDetails({ chosen, kept }: Props) {
  const words = useWords();
  const { run, picture } = chosen;
  const isKept = kept?.run.id === run.id && kept.picture.asset === picture.asset;
  const other = isKept ? undefined : kept;
  return (
    <section className={css.details} aria-label={words.pictureDetails}>
      <header className={css.detailsHead}>
        <h3>{other ? words.differencesTitle : words.madeBy(picture.node)}</h3>
        <button
          type="button"
          aria-label={words.close}
          title={words.close}
          onClick={() => useGallery.setState({ chosen: undefined })}
        >
          <X size={14} strokeWidth={1.5} />
        </button>
      </header>
      <div className={css.detailsBody}>
        {other ? (
          <div className={css.compare}>
            <CompareView left={labelled(other, "A")} right={labelled(chosen, "B")} />
          </div>
        ) : (
          <CalmImage
            className={css.large}
            src={assetUrl(picture.asset)}
            alt={picture.label}
            draggable={false}
          />
        )}
        <div className={css.actions}>
          <button
            type="button"
            className={css.primary}
            title={words.openGraphAbout}
            onClick={() => void openRun(run, picture.node)}
          >
            {words.openGraph}
          </button>
          <button
            type="button"
            aria-pressed={kept !== undefined}
            title={words.compareGraphsAbout}
            onClick={() => useGallery.setState({ kept: kept === undefined ? chosen : undefined })}
          >
            {kept === undefined ? words.compareGraphs : words.stopComparing}
          </button>
        </div>
        {isKept ? <p className={css.hint}>{words.chooseOther}</p> : null}
        {other ? <DifferenceList before={other} after={chosen} /> : <Lineage chosen={chosen} />}
      </div>
    </section>
  );
}

function labelled({ picture: { asset } }: Chosen, label: string) {
  return { asset, label };
}

/** Picture → run → graph: the nodes that led to it, with what was set on them. */
function Lineage({ chosen: { run, picture } }: { chosen: Chosen }) {
  const words = useWords();
  const moment = useMoment();
  const vocabulary = useServer((state) => state.vocabulary);
  const graph = useRunGraph(run.id);
  const led = useMemo(
    () => (graph ? lineageOf(graph, vocabulary, picture.node) : []),
    [graph, vocabulary, picture.node],
  );
  return (
    <>
      <dl className={css.facts}>
        <dt>{words.runWord}</dt>
        <dd>
          {run.title} · {moment(run.createdAt)}
        </dd>
        <dt>{words.model}</dt>
        <dd>{graph?.model ?? "…"}</dd>
        <dt>{words.itemWord}</dt>
        <dd>{picture.label}</dd>
      </dl>
      <ol className={css.lineage} aria-label={words.lineage}>
        {led.map(({ node, title, params, pictures }) => (
          <li key={node}>
            <button type="button" title={words.openGraphAt(node)} onClick={() => void openRun(run, node)}>
              <b>{node}</b> <span>{title.toLowerCase() === node ? "" : title}</span>
              {params.length === 0 ? null : (
                <small>{params.map(([name, value]) => `${name} ${value}`).join(" · ")}</small>
              )}
            </button>
            {pictures.map((asset) => (
              <CalmImage key={asset} src={assetUrl(asset)} alt={words.parentPicture} draggable={false} />
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}

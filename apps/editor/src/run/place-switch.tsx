import { useEffect, useId, useState } from "react";
import { type LocalState, local, useLocal } from "../browser-runner/local.ts";
import { runCommand } from "../commands/commands.ts";
import bar from "../frame/bar.module.css";
import { useServer } from "../server/server-store.ts";
import { say } from "../view/notice.ts";
import type { Words } from "../words/en.ts";
import { useWords, words as wordsNow } from "../words/words.ts";
import { BrowserModels } from "./browser-models.tsx";
import { choosePlace, onlyBrowser, type Place, usePlace } from "./place.ts";
import css from "./place-switch.module.css";

/** Where runs are carried out and with what, and the choice. */
export function PlaceSwitch() {
  const words = useWords();
  const panel = useId();
  const [open, setOpen] = useState(false);
  const place = usePlace((state) => state.place);
  const { presence, provider, queued, running } = useServer();
  const { backend, download } = useLocal();
  const inBrowser = place === "browser";
  // What computes here is told as soon as runs go here, before anything is downloaded.
  useEffect(() => {
    if (inBrowser) void local.ready();
  }, [inBrowser]);
  const state = inBrowser ? words.thisBrowser : words.presence[presence];
  const computes = inBrowser ? backend && computesWith(words, backend) : provider?.split(" ")[0];
  const busy =
    presence === "online" && !inBrowser && queued + running > 0
      ? words.queueDepth(running, queued)
      : undefined;
  const text = [state, ...(inBrowser || presence === "online" ? [computes, busy] : [])];
  return (
    <>
      <button type="button" className={css.button} popoverTarget={panel} title={words.whereItRuns}>
        <span className="visually-hidden">{words.whereItRuns}: </span>
        <span className={bar.presence} data-presence={inBrowser ? "online" : presence} aria-live="polite">
          {inBrowser && download ? downloading(words, download) : text.filter(Boolean).join(" · ")}
        </span>
      </button>
      <div
        id={panel}
        className={css.panel}
        popover="auto"
        role="dialog"
        aria-label={words.whereItRuns}
        onToggle={(event) => setOpen(event.newState === "open")}
      >
        {open ? <Panel words={words} place={place} /> : null}
      </div>
    </>
  );
}

function Panel({ words, place }: { readonly words: Words; readonly place: Place }) {
  const provider = useServer((state) => state.provider);
  return (
    <>
      {onlyBrowser ? null : (
        <section>
          <fieldset className={css.choices}>
            <legend>{words.whereItRuns}</legend>
            <Choice place="server" chosen={place} label={words.server} />
            <Choice place="browser" chosen={place} label={words.thisBrowser} />
          </fieldset>
        </section>
      )}
      {place === "server" ? (
        <section>
          <h2>{words.computesWithTitle}</h2>
          <p>{provider ?? words.connecting}</p>
        </section>
      ) : (
        <>
          <Backend words={words} />
          <section>
            <button type="button" className={css.wide} onClick={() => runCommand("quick-preview")}>
              {words.quickPreview}
            </button>
            <p>{words.quickPreviewAbout}</p>
          </section>
          <BrowserModels />
        </>
      )}
    </>
  );
}

function Choice(props: { readonly place: Place; readonly chosen: Place; readonly label: string }) {
  return (
    <label>
      <input
        type="radio"
        name="place"
        checked={props.chosen === props.place}
        onChange={() => {
          choosePlace(props.place);
          if (props.place === "browser") offerPreview();
        }}
      />
      {props.label}
    </label>
  );
}

/** Offers what makes the first picture soon. */
function offerPreview(): void {
  const words = wordsNow();
  say({
    tone: "info",
    text: words.slowerHere,
    action: { label: words.quickPreview, run: () => runCommand("quick-preview") },
  });
}

/** What computes in this browser, and why nothing better does. */
function Backend({ words }: { readonly words: Words }) {
  const backend = useLocal((state) => state.backend);
  return (
    <section>
      <h2>{words.computesWithTitle}</h2>
      <p>{backend ? computesWith(words, backend) : words.connecting}</p>
      {backend?.limits.map(({ code }) => (
        <p key={code}>{words.limitedBecause[code]}</p>
      ))}
    </section>
  );
}

function computesWith(words: Words, { provider, threads }: NonNullable<LocalState["backend"]>): string {
  return provider === "webgpu" ? "WebGPU" : words.wasmThreads(threads);
}

function downloading(words: Words, { what, bytes, of }: NonNullable<LocalState["download"]>): string {
  return words.downloading(what === "runtime" ? "onnxruntime" : what, bytes / 1e6, of && of / 1e6);
}

import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AnimationFacts } from "../run/facts.ts";
import { assetUrl } from "../server/api.ts";
import { useWords } from "../words/words.ts";
import { type Frames, openFrames } from "./frames.ts";
import css from "./viewer.module.css";

interface Props {
  readonly asset: string;
  readonly facts: AnimationFacts;
  readonly label: string;
}

/** An animation that is played, paused and looked at frame by frame; it begins paused for whoever wants less motion. */
export function AnimationView({ asset, facts, label }: Props) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [frames, setFrames] = useState<Frames | "none">();
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(() => !matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => {
    const opened = openFrames(assetUrl(asset));
    void opened.then((found) => setFrames(found ?? "none"));
    return () => void opened.then((found) => found?.close());
  }, [asset]);
  useEffect(() => {
    if (frames === undefined || frames === "none") return;
    let stale = false;
    void frames.frame(at).then((image) => {
      const pen = stale ? null : canvas.current?.getContext("2d");
      if (image) pen?.drawImage(image, 0, 0);
      image?.close();
    });
    return () => {
      stale = true;
    };
  }, [frames, at]);
  const steps = facts.frames;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % steps), facts.milliseconds);
    return () => clearInterval(timer);
  }, [playing, steps, facts.milliseconds]);
  // Where single frames cannot be had, the browser plays it in its own way.
  if (frames === "none") {
    return (
      <div className={css.room}>
        <img className={css.fitted} src={assetUrl(asset)} alt={label} />
      </div>
    );
  }
  return (
    <div className={css.pictureView}>
      <div className={css.room}>
        <canvas
          ref={canvas}
          className={css.fitted}
          width={facts.width}
          height={facts.height}
          role="img"
          aria-label={label}
        />
      </div>
      <div className={css.scrubber}>
        <button
          type="button"
          className={css.play}
          aria-label={playing ? words.pause : words.play}
          title={playing ? words.pause : words.play}
          onClick={() => setPlaying(!playing)}
        >
          {playing ? <Pause size={14} strokeWidth={1.5} /> : <Play size={14} strokeWidth={1.5} />}
        </button>
        <input
          type="range"
          aria-label={words.frameSlider}
          min={0}
          max={steps - 1}
          value={at}
          onChange={(event) => {
            setPlaying(false);
            setAt(Number(event.currentTarget.value));
          }}
        />
        <output>{words.itemOf(at + 1, steps)}</output>
      </div>
    </div>
  );
}

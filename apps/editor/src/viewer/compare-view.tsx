import { type PointerEvent, useState } from "react";
import { assetUrl } from "../server/api.ts";
import { useWords } from "../words/words.ts";
import css from "./viewer.module.css";

interface Props {
  readonly left: { readonly asset: string; readonly label: string };
  readonly right: { readonly asset: string; readonly label: string };
}

/** Two pictures in one place, with a line between them to drag. */
export function CompareView({ left, right }: Props) {
  const words = useWords();
  const [share, setShare] = useState(50);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const { left: start, width } = event.currentTarget.getBoundingClientRect();
    setShare(Math.min(100, Math.max(0, ((event.clientX - start) / width) * 100)));
  };
  return (
    <div className={css.pictureView}>
      <div className={css.room}>
        <div
          className={css.compare}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            move(event);
          }}
          onPointerMove={move}
        >
          <img src={assetUrl(right.asset)} alt={right.label} draggable={false} />
          <img
            src={assetUrl(left.asset)}
            alt={left.label}
            draggable={false}
            style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
          />
          <i style={{ left: `${share}%` }} />
        </div>
      </div>
      <label className={css.scrubber}>
        <span>{left.label}</span>
        <input
          type="range"
          aria-label={words.compareSlider}
          min={0}
          max={100}
          value={share}
          onChange={(event) => setShare(Number(event.currentTarget.value))}
        />
        <span>{right.label}</span>
      </label>
    </div>
  );
}

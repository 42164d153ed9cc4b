import { Download } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { assetUrl } from "../server/api.ts";
import { useWords } from "../words/words.ts";
import type { Picture } from "./picture.ts";
import { type Placement, zoomTowards } from "./placement.ts";
import { savePicture } from "./save-picture.ts";
import css from "./viewer.module.css";

interface Props {
  readonly picture: Picture;
  /** Name of the file that it is saved as, without its ending. */
  readonly file: string;
  readonly kept: boolean;
  readonly onKeep: (keep: boolean) => void;
}

/** From this zoom on, pixels are squares. */
const crispZoom = 3;
const actual: Placement = { zoom: 1, x: 0, y: 0 };

/** A picture to look into: scroll to zoom, drag to move, double-click for actual pixels. */
export function ZoomedPicture({ picture, file, kept, onKeep }: Props) {
  // `undefined` fits the picture to the room there is.
  const [placement, place] = useState<Placement>();
  const room = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const held = useRef<{ x: number; y: number; from: Placement }>(undefined);
  const current = (): Placement => {
    const [box, img] = [room.current, image.current];
    if (placement || !box || !img?.naturalWidth) return placement ?? actual;
    return {
      ...actual,
      zoom: Math.min(box.clientWidth / img.naturalWidth, box.clientHeight / img.naturalHeight),
    };
  };
  useWheel(room, (event, box) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    const towards = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
    place(zoomTowards(current(), Math.exp(-event.deltaY * 0.002), towards));
  });
  const move = (event: PointerEvent) => {
    if (!held.current) return;
    const { x, y, from } = held.current;
    place({ ...from, x: from.x + event.clientX - x, y: from.y + event.clientY - y });
  };
  return (
    <div className={css.pictureView}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons below zoom from the keyboard */}
      <div
        ref={room}
        className={css.room}
        onDoubleClick={() => place(placement ? undefined : actual)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { x: event.clientX, y: event.clientY, from: current() };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          held.current = undefined;
        }}
      >
        <img
          ref={image}
          src={assetUrl(picture.asset)}
          alt={picture.label}
          draggable={false}
          className={placement ? css.placed : css.fitted}
          data-crisp={(placement?.zoom ?? 1) >= crispZoom || undefined}
          style={
            placement && {
              transform: `translate(-50%, -50%) translate(${placement.x}px, ${placement.y}px) scale(${placement.zoom})`,
            }
          }
        />
      </div>
      <Tools
        picture={picture}
        file={file}
        kept={kept}
        onKeep={onKeep}
        placement={placement}
        onPlace={place}
      />
    </div>
  );
}

type ToolsProps = Props & {
  readonly placement: Placement | undefined;
  readonly onPlace: (placement: Placement | undefined) => void;
};

function Tools({ picture, file, kept, onKeep, placement, onPlace }: ToolsProps) {
  const words = useWords();
  // Off by choice: a graph holds captions, which not everyone means to hand on with a picture.
  const [carry, setCarry] = useState(false);
  return (
    <div className={css.tools}>
      <span className={css.caption}>{picture.label}</span>
      {placement ? <output>{words.zoom(Math.round(placement.zoom * 100))}</output> : null}
      <button type="button" onClick={() => onPlace(undefined)} aria-pressed={placement === undefined}>
        {words.fitView}
      </button>
      <button type="button" onClick={() => onPlace(actual)} aria-pressed={placement?.zoom === 1}>
        {words.actualPixels}
      </button>
      <button type="button" aria-pressed={kept} title={words.compareAbout} onClick={() => onKeep(!kept)}>
        {words.compare}
      </button>
      <label className={css.carry} title={words.carryAbout}>
        <input type="checkbox" checked={carry} onChange={(event) => setCarry(event.currentTarget.checked)} />
        {words.carryGraph}
      </label>
      <button
        type="button"
        aria-label={words.savePicture}
        title={words.savePicture}
        onClick={() => void savePicture(picture.asset, file, carry)}
      >
        <Download size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}

/** Listens to the wheel on an element. React's own wheel listeners are passive: the page would zoom along. */
function useWheel(
  element: React.RefObject<HTMLElement | null>,
  onWheel: (event: WheelEvent, box: HTMLElement) => void,
): void {
  const latest = useRef(onWheel);
  useEffect(() => {
    latest.current = onWheel;
  });
  useEffect(() => {
    const box = element.current;
    if (!box) return;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event, box);
    };
    box.addEventListener("wheel", listen, { passive: false });
    return () => box.removeEventListener("wheel", listen);
  }, [element]);
}

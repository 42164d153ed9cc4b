import { serializeGraph } from "@unclip/graph";
import { Download } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useDoc } from "../document/doc-store.ts";
import { download } from "../document/open.ts";
import { assetUrl } from "../server/api.ts";
import { withGraph } from "../sharing/png-text.ts";
import { useWords } from "../words/words.ts";
import css from "./viewer.module.css";

interface Picture {
  readonly asset: string;
  readonly label: string;
}

interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}
/** `zoom` is screen pixels per picture pixel; `undefined` fits the picture to the room there is. */
type Placement = View | undefined;

const mostZoom = 32;
/** From this zoom on, pixels are squares. */
const crispZoom = 3;

/** A picture to look into: scroll to zoom, drag to move; a batch as a filmstrip. */
export function PictureView({ pictures, name }: { pictures: readonly Picture[]; name: string }) {
  const words = useWords();
  const [at, setAt] = useState(0);
  // Off by choice: a graph holds captions, which not everyone means to hand on with a picture.
  const [carry, setCarry] = useState(false);
  const [placement, place] = useState<Placement>();
  const room = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const held = useRef<{ x: number; y: number; view: View }>(undefined);
  const shown = pictures[Math.min(at, pictures.length - 1)];

  /** The placement in numbers, fitted or not. */
  const current = (): View => {
    if (placement) return placement;
    const [box, img] = [room.current, image.current];
    if (!box || !img?.naturalWidth) return { zoom: 1, x: 0, y: 0 };
    return {
      zoom: Math.min(box.clientWidth / img.naturalWidth, box.clientHeight / img.naturalHeight),
      x: 0,
      y: 0,
    };
  };
  const zoomBy = (factor: number, towards = { x: 0, y: 0 }) => {
    const view = current();
    const zoom = Math.min(mostZoom, Math.max(0.1, view.zoom * factor));
    const ratio = zoom / view.zoom;
    place({ zoom, x: towards.x - (towards.x - view.x) * ratio, y: towards.y - (towards.y - view.y) * ratio });
  };
  const latest = useRef(zoomBy);
  latest.current = zoomBy;
  useEffect(() => {
    const box = room.current;
    if (!box) return;
    // React's wheel listeners are passive; this one must keep the page from zooming.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = box.getBoundingClientRect();
      const towards = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      latest.current(Math.exp(-event.deltaY * 0.002), towards);
    };
    box.addEventListener("wheel", wheel, { passive: false });
    return () => box.removeEventListener("wheel", wheel);
  }, []);
  if (!shown) return null;
  const move = (event: PointerEvent) => {
    if (!held.current) return;
    const { x, y, view } = held.current;
    place({ ...view, x: view.x + event.clientX - x, y: view.y + event.clientY - y });
  };
  const save = async () => {
    const picture = await (await fetch(assetUrl(shown.asset))).blob();
    const file = `${name}${pictures.length > 1 ? `-${at + 1}` : ""}.${picture.type.split("/")[1] ?? "png"}`;
    if (!carry || picture.type !== "image/png") return download(file, picture);
    const text = serializeGraph(useDoc.getState().graph);
    const carrying = withGraph(new Uint8Array(await picture.arrayBuffer()), text);
    download(file, new Blob([carrying], { type: picture.type }));
  };
  return (
    <div className={css.pictureView}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons below zoom from the keyboard */}
      <div
        ref={room}
        className={css.room}
        onDoubleClick={() => place(placement ? undefined : { zoom: 1, x: 0, y: 0 })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { x: event.clientX, y: event.clientY, view: current() };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          held.current = undefined;
        }}
      >
        <img
          ref={image}
          src={assetUrl(shown.asset)}
          alt={shown.label}
          draggable={false}
          className={placement ? css.placed : css.fitted}
          data-crisp={(placement?.zoom ?? 1) >= crispZoom || undefined}
          style={
            placement
              ? {
                  transform: `translate(-50%, -50%) translate(${placement.x}px, ${placement.y}px) scale(${placement.zoom})`,
                }
              : undefined
          }
        />
      </div>
      <div className={css.tools}>
        <span className={css.caption}>{shown.label}</span>
        {placement ? <output>{words.zoom(Math.round(placement.zoom * 100))}</output> : null}
        <button type="button" onClick={() => place(undefined)} aria-pressed={placement === undefined}>
          {words.fitView}
        </button>
        <button
          type="button"
          onClick={() => place({ zoom: 1, x: 0, y: 0 })}
          aria-pressed={placement?.zoom === 1}
        >
          {words.actualPixels}
        </button>
        <label className={css.carry} title={words.carryAbout}>
          <input
            type="checkbox"
            checked={carry}
            onChange={(event) => setCarry(event.currentTarget.checked)}
          />
          {words.carryGraph}
        </label>
        <button
          type="button"
          aria-label={words.savePicture}
          title={words.savePicture}
          onClick={() => void save()}
        >
          <Download size={14} strokeWidth={1.5} />
        </button>
      </div>
      {pictures.length > 1 ? (
        <div className={css.strip}>
          {pictures.map(({ asset, label }, index) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: two items may be the same picture
              key={`${asset}${index}`}
              type="button"
              aria-label={`${words.itemOf(index + 1, pictures.length)}: ${label}`}
              aria-pressed={index === at}
              onClick={() => setAt(index)}
            >
              <img src={assetUrl(asset)} alt="" loading="lazy" draggable={false} />
              <span>{label}</span>
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

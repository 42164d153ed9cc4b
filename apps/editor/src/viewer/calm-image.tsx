import { type ImgHTMLAttributes, useState } from "react";
import { canvasTellsTruth } from "./canvas-tells.ts";

interface Still {
  readonly of: string | undefined;
  readonly image: HTMLImageElement;
  /** The frame as an address; `undefined` if the browser falsifies what is read back from a canvas. */
  readonly frame: string | undefined;
}

/** An `<img>` of something that moves. Users who prefer reduced motion see its first frame; the viewer plays it on request. */
export function CalmImage({ src, alt, ...more }: ImgHTMLAttributes<HTMLImageElement>) {
  const [still, setStill] = useState<Still>();
  if (still?.of === src && still?.frame === undefined && still !== undefined)
    return <Frame image={still.image} alt={alt} className={more.className} />;
  return (
    <img
      {...more}
      alt={alt}
      src={still?.of === src ? still?.frame : src}
      onLoad={({ currentTarget }) => {
        if (still?.of !== src && matchMedia("(prefers-reduced-motion: reduce)").matches)
          setStill({ of: src, image: currentTarget, frame: firstFrame(currentTarget) });
      }}
    />
  );
}

/** A canvas takes the first frame of an animated picture, whichever is shown at the moment. */
function firstFrame(image: HTMLImageElement): string | undefined {
  if (!canvasTellsTruth()) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}

/** The frame on the canvas that it was drawn on, from which nothing is read back. */
function Frame({
  image,
  alt,
  className,
}: Pick<Still, "image"> & { alt?: string | undefined; className?: string | undefined }) {
  return (
    <canvas
      className={className}
      role="img"
      aria-label={alt}
      width={image.naturalWidth}
      height={image.naturalHeight}
      ref={(canvas) => canvas?.getContext("2d")?.drawImage(image, 0, 0)}
    />
  );
}

import { type ImgHTMLAttributes, useState } from "react";

/**
 * An `<img>` of something that moves. Users who prefer reduced motion see its first frame; the viewer plays it on request.
 * The frame stays on the canvas that it is drawn on: some browsers falsify what is read back from one.
 */
export function CalmImage({ src, alt, className, ...more }: ImgHTMLAttributes<HTMLImageElement>) {
  const [still, setStill] = useState<HTMLImageElement>();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (calm && still !== undefined && still.src === absolute(src))
    return (
      <canvas
        className={className}
        role="img"
        aria-label={alt}
        width={still.naturalWidth}
        height={still.naturalHeight}
        ref={(canvas) => canvas?.getContext("2d")?.drawImage(still, 0, 0)}
      />
    );
  return (
    <img
      {...more}
      className={className}
      alt={alt}
      src={src}
      onLoad={({ currentTarget }) => {
        if (calm) setStill(currentTarget);
      }}
    />
  );
}

const absolute = (src: string | undefined) => new URL(src ?? "", document.baseURI).href;

import { type ImgHTMLAttributes, useState } from "react";

/** An `<img>` of something that moves; whoever wants less motion sees its first frame. The viewer plays it on request. */
export function CalmImage({ src, alt, ...more }: ImgHTMLAttributes<HTMLImageElement>) {
  const [still, setStill] = useState<{ readonly of: string | undefined; readonly frame: string }>();
  return (
    <img
      {...more}
      alt={alt}
      src={still?.of === src ? still?.frame : src}
      onLoad={({ currentTarget }) => {
        if (still?.of !== src && matchMedia("(prefers-reduced-motion: reduce)").matches)
          setStill({ of: src, frame: firstFrame(currentTarget) });
      }}
    />
  );
}

/** A canvas takes the first frame of an animated picture, whichever is shown at the moment. */
function firstFrame(image: HTMLImageElement): string {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}

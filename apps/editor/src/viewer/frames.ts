/** Single frames of an animated picture, where the browser can decode them. */
export interface Frames {
  /** A frame to draw, which the caller closes; `undefined` once the picture was closed. */
  frame(index: number): Promise<VideoFrame | undefined>;
  close(): void;
}

/** `undefined` where the browser decodes no single frames, or not of this picture. */
export async function openFrames(url: string): Promise<Frames | undefined> {
  if (!("ImageDecoder" in globalThis)) return undefined;
  try {
    const picture = await (await fetch(url)).blob();
    const decoder = new ImageDecoder({ data: await picture.arrayBuffer(), type: picture.type });
    await decoder.tracks.ready;
    return {
      frame: (frameIndex) =>
        decoder.decode({ frameIndex }).then(
          ({ image }) => image,
          () => undefined,
        ),
      close: () => decoder.close(),
    };
  } catch {
    // No such picture, or one that this browser cannot read.
    return undefined;
  }
}

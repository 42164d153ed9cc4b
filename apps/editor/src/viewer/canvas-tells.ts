let told: boolean | undefined;

/**
 * Whether this browser gives back from a canvas what was drawn on it. Those that resist fingerprinting give noise, or what
 * was drawn with some levels changed.
 */
export function canvasTellsTruth(): boolean {
  told ??= drawnIsRead();
  return told;
}

const side = 32;

function drawnIsRead(): boolean {
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) return false;
  const drawn = pen.createImageData(side, side);
  // No two neighbours alike: some browsers leave flat areas as they are.
  for (let i = 0; i < drawn.data.length; i++) drawn.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256;
  pen.putImageData(drawn, 0, 0);
  const { data } = pen.getImageData(0, 0, side, side);
  return drawn.data.every((level, i) => data[i] === level);
}

import { boolean, input, integer, output } from "@unclip/engine";
import { full, resizeBicubic, type Tensor } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { image } from "../kinds/kinds.ts";
import { pictures, sizeOf } from "../pictures/expected-pictures.ts";
import { drawText, lineHeight, lineOf } from "./typeface/draw-text.ts";
import { type Typeface, typefaceFor } from "./typeface/typeface.ts";

export const grid = allNode({
  type: "grid",
  version: 2,
  title: "Grid",
  group: "looking",
  about: "Lays a batch of pictures out on one sheet, row by row, in order, with their labels.",
  sink: true,
  inputs: { image: input(image, "Images", "The pictures; all are resized to the size of the first.") },
  outputs: { image: output(image, "Sheet", "One picture.") },
  params: {
    columns: integer({
      title: "Columns",
      about: "Pictures per row; 0 makes the sheet about square.",
      default: 0,
      min: 0,
      max: 64,
    }),
    gap: integer({ title: "Gap", about: "White pixels around each picture.", default: 2, min: 0, max: 64 }),
    labels: boolean({
      title: "Labels",
      about: "Writes below each picture how it was made, if known.",
      default: true,
    }),
  },
  expect({ inputs, params }) {
    const { width, height } = sizeOf(inputs.image);
    const items = inputs.image?.items ?? 1;
    const { gap = 0, columns = 0, labels = true } = params;
    const across = columnsOf(items, Number(columns));
    const row = height + (labels ? lineHeight(letterSize(width)) : 0) + Number(gap);
    const high = Math.ceil(items / across) * row;
    // one picture at a time is resized
    return pictures("image", 1, { width: across * (width + Number(gap)), height: high }, 12 * width * height);
  },
  async execute({ image: { items, labels }, columns, gap, labels: wanted }) {
    const across = columnsOf(items.length, columns);
    const lines = wanted ? labels?.map(lineOf) : undefined;
    const written = lines && { lines, typeface: await typefaceFor(lines) };
    return { image: { items: [sheet(items, written, across, gap)] } };
  },
});

/** Pictures per row; 0 columns make the sheet about square. */
function columnsOf(items: number, columns: number): number {
  return columns === 0 ? Math.ceil(Math.sqrt(items)) : Math.min(columns, items);
}

/** Font size in pixels below a picture. Text below ten pixels is unreadable. */
function letterSize(width: number): number {
  return Math.max(10, Math.round(width / 16));
}

/** Pictures [3, H, W] → one sheet, `gap` white pixels around each, and its label below it. */
function sheet(
  pictures: readonly Tensor[],
  labels: { readonly lines: readonly string[]; readonly typeface: Typeface } | undefined,
  across: number,
  gap: number,
): Tensor {
  const [, height = 1, width = 1] = pictures[0]!.shape;
  const size = letterSize(width);
  const strip = labels ? lineHeight(size) : 0;
  const down = Math.ceil(pictures.length / across);
  const [rowPitch, columnPitch] = [height + strip + gap, width + gap];
  const [high, wide] = [down * rowPitch + gap, across * columnPitch + gap];
  const page = full([3, high, wide], 1);
  for (const [i, picture] of pictures.entries()) {
    const { data } = resizeBicubic(picture, height, width);
    const top = Math.floor(i / across) * rowPitch + gap;
    const left = (i % across) * columnPitch + gap;
    for (let row = 0; row < 3 * height; row++) {
      const y = Math.floor(row / height) * high + top + (row % height);
      page.data.set(data.subarray(row * width, (row + 1) * width), y * wide + left);
    }
    const text = labels?.lines[i];
    if (text) drawText(page, labels.typeface, { text, top: top + height, left, width, size });
  }
  return page;
}

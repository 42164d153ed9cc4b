import { input, integer, output } from "@unclip/engine";
import { full, resizeBicubic, type Tensor } from "@unclip/tensor";
import { allNode } from "./define-node.ts";
import { image } from "./kinds.ts";

export const grid = allNode({
  type: "grid",
  version: 1,
  title: "Grid",
  group: "looking",
  about: "Lays a batch of pictures out on one sheet, row by row, in order.",
  sink: true,
  inputs: { image: input(image, "Images", "The pictures; others than the first are resized to its size.") },
  outputs: { image: output(image, "Sheet", "One picture.") },
  params: {
    columns: integer({
      title: "Columns",
      about: "Pictures in a row; 0 makes the sheet about square.",
      default: 0,
      min: 0,
      max: 64,
    }),
    gap: integer({ title: "Gap", about: "White pixels around each picture.", default: 2, min: 0, max: 64 }),
  },
  async execute({ image: { items }, columns, gap }) {
    const across = columns === 0 ? Math.ceil(Math.sqrt(items.length)) : Math.min(columns, items.length);
    return { image: { items: [sheet(items, across, gap)] } };
  },
});

/** Pictures [3, H, W] → one sheet, `gap` white pixels around each. */
function sheet(pictures: readonly Tensor[], across: number, gap: number): Tensor {
  const [, height = 1, width = 1] = pictures[0]!.shape;
  const down = Math.ceil(pictures.length / across);
  const [high, wide] = [down * (height + gap) + gap, across * (width + gap) + gap];
  const page = full([3, high, wide], 1);
  for (const [i, picture] of pictures.entries()) {
    const { data } = resizeBicubic(picture, height, width);
    const top = Math.floor(i / across) * (height + gap) + gap;
    const left = (i % across) * (width + gap) + gap;
    for (let row = 0; row < 3 * height; row++) {
      const y = Math.floor(row / height) * high + top + (row % height);
      page.data.set(data.subarray(row * width, (row + 1) * width), y * wide + left);
    }
  }
  return page;
}

/** A point's name on a plot, pixels; `x` is the middle of the text, `y` its base line. */
export interface PlotLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Pixels: about the mean width of a letter at the plot's type size, and the height of a line. */
const [letter, line] = [5.8, 11];

/** Those of the labels that can be read: each is kept unless it would lie on one before it. Points keep a tooltip. */
export function readableLabels(labels: readonly PlotLabel[]): readonly PlotLabel[] {
  const kept: PlotLabel[] = [];
  for (const label of labels) {
    const covered = kept.some(
      (other) =>
        Math.abs(other.x - label.x) < ((other.text.length + label.text.length) / 2) * letter &&
        Math.abs(other.y - label.y) < line,
    );
    if (!covered) kept.push(label);
  }
  return kept;
}

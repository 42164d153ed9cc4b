/** How each kind of value looks: its colour token and its shape. Filled is the image side, hollow the text side. */

export type PortShape =
  | "square"
  | "circle"
  | "rounded"
  | "diamond"
  | "hexagon"
  | "ring"
  | "triangle"
  | "pentagon";

export interface PortLook {
  readonly shape: PortShape;
  readonly hollow: boolean;
  /** A CSS colour. */
  readonly colour: string;
}

const look = (shape: PortShape, token: string, hollow = false): PortLook => ({
  shape,
  hollow,
  colour: `var(--kind-${token})`,
});

const looks: Readonly<Record<string, PortLook>> = {
  text: look("square", "text", true),
  "text-list": look("square", "text", true),
  number: look("circle", "number"),
  "number-list": look("circle", "number"),
  boolean: look("circle", "number"),
  seed: look("circle", "number"),
  image: look("rounded", "image"),
  embedding: look("diamond", "embedding"),
  "embedding.image": look("diamond", "embedding"),
  "embedding.text": look("diamond", "embedding", true),
  encoding: look("hexagon", "encoding", true),
  noise: look("ring", "noise", true),
  basis: look("triangle", "basis"),
  codes: look("triangle", "basis"),
  table: look("pentagon", "table"),
  plot: look("pentagon", "table"),
};

/** The look of a kind; kinds that the editor has not heard of are small grey circles. */
export function portLook(kind: string): PortLook {
  return looks[kind] ?? look("circle", "noise");
}

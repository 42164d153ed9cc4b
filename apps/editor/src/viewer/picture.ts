/** A picture in the viewer. */
export interface Picture {
  readonly asset: string;
  readonly label: string;
}

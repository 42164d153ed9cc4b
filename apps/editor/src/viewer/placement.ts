/** Where a picture stands in the viewer: screen pixels per picture pixel, and how far its middle is off. */
export interface Placement {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const leastZoom = 0.1;
const mostZoom = 32;

/** Zooms so that the point `towards` (screen pixels from the middle of the room) stays where it is. */
export function zoomTowards(
  from: Placement,
  factor: number,
  towards: { readonly x: number; readonly y: number },
): Placement {
  const zoom = Math.min(mostZoom, Math.max(leastZoom, from.zoom * factor));
  const ratio = zoom / from.zoom;
  return { zoom, x: towards.x - (towards.x - from.x) * ratio, y: towards.y - (towards.y - from.y) * ratio };
}

/** A phone has no room for a canvas at first: there a graph opens as its form, and the canvas is one press away. */
import { setView } from "./view-store.ts";

/** As wide as the widest phone held upright; style sheets have the same number. */
const phone = "(max-width: 760px)";

export const onPhone = (): boolean => matchMedia(phone).matches;

export function startOnPhone(): void {
  if (onPhone()) setView({ app: true, left: undefined, inspector: false, drawer: false });
}

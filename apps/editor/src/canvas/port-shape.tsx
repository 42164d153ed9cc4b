import { memo } from "react";
import { portLook, type PortShape as Shape } from "./port-look.ts";

const outline: Record<Shape, string> = {
  square: "M2.500 2.500h7v7h-7z",
  circle: "M6 2.800a3.200 3.200 0 1 1 0 6.400a3.200 3.200 0 1 1 0-6.400z",
  rounded:
    "M4.200 2h3.600a2.200 2.200 0 0 1 2.200 2.200v3.600a2.200 2.200 0 0 1-2.200 2.200h-3.600a2.200 2.200 0 0 1-2.200-2.200v-3.600a2.200 2.200 0 0 1 2.200-2.200z",
  diamond: "M6 1 11 6 6 11 1 6z",
  hexagon: "M3.500 1.700h5L11 6 8.500 10.300h-5L1 6z",
  ring: "M6 1.600a4.400 4.400 0 1 1 0 8.800a4.400 4.400 0 1 1 0-8.800z",
  triangle: "M6 1.500 11 10.200H1z",
  pentagon: "M6 1 11.200 4.800 9.200 10.800H2.800L.8 4.800z",
};

/** The mark of a kind, 12 px: colour and shape. */
export const PortShape = memo(function PortShape({
  kind,
  broken = false,
}: {
  kind: string;
  broken?: boolean;
}) {
  const { shape, hollow, colour } = portLook(kind);
  const stroke = broken ? "var(--danger)" : colour;
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path
        d={outline[shape]}
        fill={hollow ? "var(--surface)" : stroke}
        stroke={hollow ? stroke : "var(--surface)"}
        strokeWidth={hollow ? 1.75 : 1}
        strokeDasharray={shape === "ring" ? "2.2 1.25" : undefined}
        paintOrder="stroke"
      />
    </svg>
  );
});

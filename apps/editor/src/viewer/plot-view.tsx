import { useId } from "react";
import type { PlotFacts, SeriesFacts } from "../run/facts.ts";
import { assetUrl } from "../server/api.ts";
import { type PlotLabel, readableLabels } from "./plot-labels.ts";
import { type MarkPlace, PlotMark } from "./plot-mark.tsx";
import { type Scale, scaleOf } from "./plot-scale.ts";
import css from "./plot-view.module.css";

const colours = ["embedding", "number", "image", "basis", "encoding", "table"].map(
  (token) => `var(--kind-${token})`,
);

interface Props {
  readonly plot: PlotFacts;
  readonly width: number;
  readonly height: number;
  /** On a card: no axis titles, no labels. */
  readonly small?: boolean;
  /** A mark on the plot, which can be moved. */
  readonly mark?: MarkPlace | undefined;
}

/** Lines, points (with thumbnails where they have pictures) or bars. */
export function PlotView({ plot, width, height, small = false, mark }: Props) {
  const clip = useId();
  const legend = !small && plot.series.length > 1;
  const [left, right, top, bottom] = small ? [30, 6, 8, 18] : [52, 16, legend ? 30 : 16, 40];
  const xs = plot.series.flatMap(({ x }) => x);
  const ys = plot.series.flatMap(({ y }) => y);
  const bars = plot.style === "bars";
  const x = scaleOf(
    bars ? [...xs.map((v) => v - 0.5), ...xs.map((v) => v + 0.5)] : xs,
    left,
    width - right,
    small ? 4 : 8,
  );
  const y = scaleOf(ys, height - bottom, top, small ? 4 : 6, bars);
  return (
    <svg
      className={css.plot}
      viewBox={`0 0 ${width} ${height}`}
      role={mark ? "group" : "img"}
      aria-label={plot.title || plot.yTitle}
    >
      <clipPath id={clip}>
        <rect x={left} y={0} width={width - left - right} height={height - bottom} />
      </clipPath>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y.at(tick)} y2={y.at(tick)} />
          <text x={left - 5} y={y.at(tick) + 3.5} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x.at(tick)} y={height - bottom + 13} textAnchor="middle">
          {tick}
        </text>
      ))}
      <g clipPath={`url(#${clip})`}>
        {plot.series.map((series, i) => (
          <Series
            // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
            key={i}
            series={series}
            style={plot.style}
            colour={colours[i % colours.length]!}
            share={[i, plot.series.length]}
            x={x}
            y={y}
            small={small}
          />
        ))}
      </g>
      {small || bars
        ? null
        : readableLabels(plot.series.flatMap((series) => labelsOf(series, x, y))).map((label, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: labels have no identity but their place
            <text key={i} className={css.label} x={label.x} y={label.y} textAnchor="middle">
              {label.text}
            </text>
          ))}
      {mark ? <PlotMark mark={mark} x={x} y={y} points={plot.series[0]} /> : null}
      {small ? null : (
        <>
          <text x={(left + width - right) / 2} y={height - 6} textAnchor="middle">
            {plot.xTitle}
          </text>
          <text transform={`translate(12 ${(top + height - bottom) / 2}) rotate(-90)`} textAnchor="middle">
            {plot.yTitle}
          </text>
          {legend ? <Legend series={plot.series} x={left} y={10} /> : null}
        </>
      )}
    </svg>
  );
}

/** Sides of thumbnails, pixels. */
const [smallSide, pictureSide] = [16, 36];

/** Names of points, below a thumbnail and above a dot. */
function labelsOf(series: SeriesFacts, x: Scale, y: Scale): readonly PlotLabel[] {
  return series.x.flatMap((value, i) => {
    const text = series.labels[i];
    const below = series.pictures[i] ? pictureSide / 2 + 10 : -7;
    return text ? [{ text, x: x.at(value), y: y.at(series.y[i] ?? Number.NaN) + below }] : [];
  });
}

interface SeriesProps {
  readonly series: SeriesFacts;
  readonly style: PlotFacts["style"];
  readonly colour: string;
  /** Which of how many series this is, for bars beside each other. */
  readonly share: readonly [number, number];
  readonly x: Scale;
  readonly y: Scale;
  readonly small: boolean;
}

function Series({ series, style, colour, share: [index, count], x, y, small }: SeriesProps) {
  const points = series.x.map((value, i) => [x.at(value), y.at(series.y[i] ?? Number.NaN)] as const);
  const side = small ? smallSide : pictureSide;
  if (style === "bars") {
    const room = (x.at(0.8) - x.at(0)) / count;
    return points.map(([px, py], i) => (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity but their place
        key={i}
        x={px - (room * count) / 2 + index * room}
        y={Math.min(py, y.at(0))}
        width={Math.max(1, room - 1)}
        height={Math.abs(y.at(0) - py)}
        fill={colour}
      />
    ));
  }
  return (
    <>
      {style === "line" ? (
        <polyline points={points.join(" ")} fill="none" stroke={colour} strokeWidth={1.75} />
      ) : null}
      {points.map(([px, py], i) => {
        const picture = series.pictures[i];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity but their place
          <g key={i}>
            <title>{`${series.labels[i] || series.name}: ${series.x[i]}, ${series.y[i]}`}</title>
            {picture ? (
              <image
                href={assetUrl(picture)}
                x={px - side / 2}
                y={py - side / 2}
                width={side}
                height={side}
              />
            ) : (
              <circle cx={px} cy={py} r={small ? 2.5 : 3.5} fill={colour} />
            )}
          </g>
        );
      })}
    </>
  );
}

/** Names of the series in a row above the plot. */
function Legend({ series, x, y }: { series: readonly SeriesFacts[]; x: number; y: number }) {
  const starts = series.map((_, i) =>
    series.slice(0, i).reduce((sum, { name }) => sum + name.length * 6.2 + 26, x),
  );
  return series.map(({ name }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
    <g key={i} transform={`translate(${(starts[i] ?? x) + 4} ${y})`}>
      <circle r={4} fill={colours[i % colours.length]} />
      <text x={9} y={3.5}>
        {name}
      </text>
    </g>
  ));
}

/** A line chart as SVG text, for the pages of docs. */
interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Ticks of each axis; the first and the last are its ends. */
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  /** Whether the y axis is logarithmic. */
  readonly log?: boolean;
  readonly series: readonly Series[];
}

const [width, height, left, top, bottom] = [460, 300, 62, 30, 44];
const right = 12;
const colours = ["#1f6feb", "#8250df", "#d1242f", "#bf8700", "#1a7f37", "#57606a"];

/** Charts beside each other with one legend below; series of the same name share a colour. */
export function lineCharts(charts: readonly Chart[]): string {
  const names = [...new Set(charts.flatMap(({ series }) => series.map(({ name }) => name)))];
  const rows = Math.ceil(names.length / 3);
  const [wide, high] = [charts.length * width, height + rows * 20 + 8];
  const legend = names.map((name, i) => {
    const [x, y] = [left + (i % 3) * 250, height + 8 + Math.floor(i / 3) * 20];
    const colour = colours[i % colours.length];
    return `<path d="M${x} ${y}h24" stroke="${colour}" stroke-width="2"/><text x="${x + 30}" y="${y + 4}">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f">`,
    `<rect width="${wide}" height="${high}" fill="#fff"/>`,
    ...charts.map((chart, i) => `<g transform="translate(${i * width} 0)">${panel(chart, names)}</g>`),
    ...legend,
    "</svg>\n",
  ].join("\n");
}

function panel(
  { title, x, y, xTicks, yTicks, log = false, series }: Chart,
  names: readonly string[],
): string {
  const scale = (value: number) => (log ? Math.log(value) : value);
  const along = (ticks: readonly number[], value: number, of: (value: number) => number) => {
    const [from, to] = [of(ticks[0]!), of(ticks.at(-1)!)];
    return (of(value) - from) / (to - from);
  };
  const px = (value: number) => Math.round(left + along(xTicks, value, (v) => v) * (width - left - right));
  const py = (value: number) =>
    Math.round(height - bottom - along(yTicks, value, scale) * (height - top - bottom));
  const grid = [
    ...yTicks.map(
      (tick) =>
        `<path d="M${left} ${py(tick)}H${width - right}" stroke="#d0d7de"/><text x="${left - 6}" y="${py(tick) + 4}" text-anchor="end">${tick}</text>`,
    ),
    ...xTicks.map(
      (tick) => `<text x="${px(tick)}" y="${height - bottom + 16}" text-anchor="middle">${tick}</text>`,
    ),
  ];
  const lines = series.map(({ name, points, dashed }) => {
    const colour = colours[names.indexOf(name) % colours.length];
    const path = points.map(([a, b], i) => `${i === 0 ? "M" : "L"}${px(a)} ${py(b)}`).join("");
    const dots = points
      .map(([a, b]) => `<circle cx="${px(a)}" cy="${py(b)}" r="3" fill="${colour}"/>`)
      .join("");
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ""}/>${dots}`;
  });
  return [
    `<text x="${left}" y="18" font-weight="600">${title}</text>`,
    ...grid,
    ...lines,
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${x}</text>`,
    `<text transform="translate(14 ${(height - bottom + top) / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
  ].join("\n");
}

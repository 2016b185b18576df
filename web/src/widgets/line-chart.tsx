import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type CurvePoint, ticks } from '@/model/curve';

export interface Series {
  /** Shown in a legend; a single series needs none. */
  readonly name?: string;
  readonly points: readonly CurvePoint[];
}

type Best = 'highest' | 'lowest' | 'last';

const height = 260;
const margin = { left: 56, right: 20, top: 26, bottom: 40 };
const mostDots = 30;

/** The width of an element in CSS pixels, so that the text in a drawing keeps its size. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(720);
  useEffect(() => {
    if (!element.current || !('ResizeObserver' in window)) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width || 720));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function markedOf(points: readonly CurvePoint[], best: Best): CurvePoint | undefined {
  if (best === 'last') return points.at(-1);
  const sign = best === 'lowest' ? -1 : 1;
  return points.reduce<CurvePoint | undefined>(
    (top, point) => (!top || sign * point.y > sign * top.y ? point : top),
    undefined,
  );
}

/** What y axis shows the points: a little more than they span, within the bounds that values can have. */
function rangeOf(ys: readonly number[], [least, most]: readonly [number, number]): [number, number] {
  const top = Math.max(...ys);
  const spread = Math.max(top - Math.min(...ys), 0.04 * Math.abs(top)) || 1;
  return [Math.max(least, Math.min(...ys) - spread * 0.25), Math.min(most, Math.max(...ys) + spread * 0.25)];
}

function Table({
  series,
  label,
  formatX,
  formatY,
}: {
  readonly series: readonly Series[];
  readonly label: string;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
}) {
  return (
    <div className="visually-hidden">
      <table>
        <caption>{label}</caption>
        {series.map(({ name, points }, index) => (
          <tbody key={index}>
            {name && (
              <tr>
                <th scope="rowgroup" colSpan={2}>
                  {name}
                </th>
              </tr>
            )}
            {points.map((point, row) => (
              <tr key={row}>
                <th scope="row">{point.name ?? formatX(point.x)}</th>
                <td>{formatY(point.y)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/**
 * Points joined by lines, the main one last and with its best point marked. Drawn as SVG: it takes colours and themes from the
 * style sheet, scales with the page, and its table is read out instead of the picture.
 */
export function LineChart({
  series: given,
  label,
  xLabel,
  yLabel,
  logarithmic = false,
  best = 'highest',
  marked: chosen,
  bounds = [0, 1],
  formatX,
  formatY,
}: {
  readonly series: readonly Series[];
  readonly label: string;
  readonly xLabel: string;
  /** Where the title above does not say what y is. */
  readonly yLabel?: string;
  readonly logarithmic?: boolean;
  /** Which point is marked, unless `marked` is one. */
  readonly best?: Best;
  readonly marked?: CurvePoint;
  /** Of y. */
  readonly bounds?: readonly [number, number];
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
}) {
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure);
  const [hovered, setHovered] = useState<CurvePoint | null>(null);
  const series = given.filter(({ points }) => points.length > 0);
  const all = series.flatMap(({ points }) => points);
  const marked = chosen ?? markedOf(series.at(-1)?.points ?? [], best);
  if (!marked) throw new Error('a chart needs points');
  const scale = logarithmic ? (x: number) => Math.log10(Math.max(x, Number.MIN_VALUE)) : (x: number) => x;
  const xs = all.map((point) => scale(point.x));
  const [low, high] = rangeOf(
    all.map((point) => point.y),
    bounds,
  );
  const [left, right] =
    logarithmic || all.length === 1
      ? [Math.min(...xs) - 0.5, Math.max(...xs) + 0.5]
      : [Math.min(0, ...xs), Math.max(...xs)];
  const px = (x: number) =>
    margin.left + ((scale(x) - left) / (right - left || 1)) * (width - margin.left - margin.right);
  const py = (y: number) =>
    height - margin.bottom - ((y - low) / (high - low || 1)) * (height - margin.top - margin.bottom);
  const xTicks = logarithmic
    ? ticks(left, right, 6)
        .filter(Number.isInteger)
        .map((power) => 10 ** power)
    : ticks(left, right, width / 110);
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const distance = ({ x, y }: CurvePoint) =>
      Math.hypot(px(x) - (event.clientX - box.left), py(y) - (event.clientY - box.top));
    const near = all.reduce((nearest, point) => (distance(point) < distance(nearest) ? point : nearest));
    setHovered(distance(near) < 40 ? near : null);
  };
  const shown = hovered ?? marked;
  const anchor = px(shown.x) > width * 0.75 ? 'end' : px(shown.x) < width * 0.25 ? 'start' : 'middle';
  const lookOf = (index: number) => (index === series.length - 1 ? '' : 'minor');
  return (
    <figure ref={figure} className="chart">
      {series.some(({ name }) => name) && (
        <figcaption className="chart-legend">
          {series.map(({ name }, index) => (
            <span key={index} className={`chart-key ${lookOf(index)}`}>
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(null)}
      >
        {ticks(low, high, 5).map((y) => (
          <g key={y}>
            <line className="chart-grid" x1={margin.left} x2={width - margin.right} y1={py(y)} y2={py(y)} />
            <text className="chart-tick" x={margin.left - 10} y={py(y) + 4} textAnchor="end">
              {formatY(y)}
            </text>
          </g>
        ))}
        {xTicks.map((x) => (
          <text key={x} className="chart-tick" x={px(x)} y={height - margin.bottom + 20} textAnchor="middle">
            {formatX(x)}
          </text>
        ))}
        <text className="chart-tick" x={width - margin.right} y={height - 4} textAnchor="end">
          {xLabel}
        </text>
        {yLabel && (
          <text className="chart-tick" x={0} y={12}>
            {yLabel}
          </text>
        )}
        {series.map(({ points }, index) => (
          <g key={index} className={lookOf(index)}>
            <polyline
              className="chart-line"
              points={points.map((point) => `${px(point.x)},${py(point.y)}`).join(' ')}
            />
            {points.length <= mostDots &&
              lookOf(index) === '' &&
              points.map((point, row) => (
                <circle key={row} className="chart-dot" cx={px(point.x)} cy={py(point.y)} r={4} />
              ))}
          </g>
        ))}
        <circle className="chart-dot best" cx={px(shown.x)} cy={py(shown.y)} r={6} />
        <text className="chart-label" x={px(shown.x)} y={py(shown.y) - 12} textAnchor={anchor}>
          {[shown.name, formatY(shown.y)].filter(Boolean).join(' · ')}
        </text>
      </svg>
      <Table series={series} label={label} formatX={formatX} formatY={formatY} />
    </figure>
  );
}

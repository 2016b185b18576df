import { type RefObject, useEffect, useRef, useState } from 'react';
import { type CurvePoint, ticks } from '@/model/curve';

const height = 260;
const margin = { left: 56, right: 20, top: 16, bottom: 40 };

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

/**
 * Points joined by a line, with the best one marked. Drawn as SVG: it takes colours and themes from the style sheet, scales
 * with the page, and its table is read out instead of the picture.
 */
export function LineChart({
  points,
  label,
  xLabel,
  logarithmic = false,
  formatX,
  formatY,
}: {
  readonly points: readonly CurvePoint[];
  readonly label: string;
  readonly xLabel: string;
  readonly logarithmic?: boolean;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
}) {
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure);
  const [hovered, setHovered] = useState<CurvePoint | null>(null);
  const scale = logarithmic ? (x: number) => Math.log10(Math.max(x, Number.MIN_VALUE)) : (x: number) => x;
  const xs = points.map((point) => scale(point.x));
  const ys = points.map((point) => point.y);
  const best = points.reduce<CurvePoint | undefined>(
    (top, point) => (!top || point.y > top.y ? point : top),
    undefined,
  );
  if (!best) throw new Error('a chart needs points');
  const spread = Math.max(Math.max(...ys) - Math.min(...ys), 0.04);
  const low = Math.max(0, Math.min(...ys) - spread * 0.25);
  const high = Math.min(1, Math.max(...ys) + spread * 0.25);
  const [left, right] =
    logarithmic || points.length === 1
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
  const shown = hovered ?? best;
  const anchor = px(shown.x) > width * 0.75 ? 'end' : px(shown.x) < width * 0.25 ? 'start' : 'middle';
  return (
    <figure ref={figure} className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {ticks(low, high, 4).map((y) => (
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
        <polyline
          className="chart-line"
          points={points.map((point) => `${px(point.x)},${py(point.y)}`).join(' ')}
        />
        {points.map((point, index) => (
          <circle
            key={index}
            className={point === best ? 'chart-dot best' : 'chart-dot'}
            cx={px(point.x)}
            cy={py(point.y)}
            r={point === best ? 6 : 4}
            onPointerEnter={() => setHovered(point)}
            onPointerLeave={() => setHovered(null)}
          />
        ))}
        <text className="chart-label" x={px(shown.x)} y={py(shown.y) - 12} textAnchor={anchor}>
          {[shown.name, formatY(shown.y)].filter(Boolean).join(' · ')}
        </text>
      </svg>
      <table className="visually-hidden">
        <caption>{label}</caption>
        <tbody>
          {points.map((point, index) => (
            <tr key={index}>
              <th scope="row">{point.name ?? formatX(point.x)}</th>
              <td>{formatY(point.y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

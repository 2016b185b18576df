import type { CSSProperties, ReactNode } from 'react';
import type { Rectangle, Size } from '@/model/rectangle';

/** right, wrong, missed: of a model's boxes; plain: whatever else. */
export type BoxLook = 'right' | 'wrong' | 'missed' | 'plain';

export interface DrawnBox {
  readonly location: Rectangle;
  readonly look: BoxLook;
  /** On the box, where there is room. */
  readonly text?: string;
  readonly colour?: string;
}

/** A picture with boxes on it. `cover`: fills its frame, cut where it is longer, as a thumbnail. */
export function BoxedPicture({
  url,
  name,
  size,
  boxes,
  cover = false,
  texts = false,
  children,
}: {
  readonly url: string;
  readonly name: string;
  /** What the boxes' places count in. */
  readonly size: Size;
  readonly boxes: readonly DrawnBox[];
  readonly cover?: boolean;
  readonly texts?: boolean;
  readonly children?: ReactNode;
}) {
  const unit = Math.max(size.width, size.height) / 100;
  return (
    <span className={cover ? 'boxed-picture cover-frame' : 'boxed-picture'}>
      <img src={url} alt={name} width={size.width} height={size.height} loading="lazy" decoding="async" />
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio={cover ? 'xMidYMid slice' : 'none'}
        aria-hidden="true"
      >
        {boxes.map(({ location: { left, top, width, height }, look, text, colour }, index) => (
          <g
            key={index}
            className={`drawn-box ${look}`}
            style={colour ? ({ '--colour': colour } as CSSProperties) : undefined}
          >
            <rect x={left} y={top} width={width} height={height} />
            {texts && text && (
              <text
                x={left + unit * 0.6}
                y={top > 4 * unit ? top - unit * 0.9 : top + unit * 3.4}
                fontSize={unit * 3}
              >
                {text}
              </text>
            )}
          </g>
        ))}
      </svg>
      {children}
    </span>
  );
}

import type { Size } from '@/model/rectangle';

/** From one height of the editor's element to another, in CSS pixels. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

export interface Layout {
  readonly ruler: Band;
  readonly wave: Band;
  readonly picture: Band;
  /** The whole recording, with what is in sight. */
  readonly overview: Band;
}

const rulerHeight = 26;
const overviewHeight = 40;
const gap = 1;
const waveShare = 0.42;

export function layoutOf({ height }: Size): Layout {
  const room = Math.max(2, height - rulerHeight - overviewHeight - 2 * gap);
  const waveHeight = Math.round(room * waveShare);
  const pictureTop = rulerHeight + waveHeight + gap;
  return {
    ruler: { top: 0, height: rulerHeight },
    wave: { top: rulerHeight, height: waveHeight },
    picture: { top: pictureTop, height: room - waveHeight },
    overview: { top: height - overviewHeight, height: overviewHeight },
  };
}

export function isIn({ top, height }: Band, y: number): boolean {
  return y >= top && y < top + height;
}

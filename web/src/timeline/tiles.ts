import type { Stretch } from '@/model/stretch';

/** A piece of a recording at a level of detail: 2^level points a second. */
export interface Tile {
  readonly level: number;
  readonly index: number;
}

/** How a recording is cut into tiles, each level twice as fine as the one before. */
export interface Tiling {
  /** Seconds that a tile covers, the last one of a recording fewer. */
  readonly seconds: (level: number) => number;
  readonly most: number;
}

export const wavePoints = 1024;
const pictureWidth = 512;
/** Seconds; the server draws no longer ones. */
const longestPicture = 256;
/** 256 points a second: a spectrum knows no finer ones. */
const mostPictureLevel = 8;

/** Of waveforms: as many points in every tile; the finest has the samples themselves, of which there may be fewer. */
export function waveTiling(rate: number): Tiling {
  return { seconds: (level) => wavePoints / 2 ** level, most: Math.ceil(Math.log2(rate)) };
}

export const pictureTiling: Tiling = {
  seconds: (level) => Math.min(longestPicture, pictureWidth / 2 ** level),
  most: mostPictureLevel,
};

/** Points of a stretch at a level: at least 16, as the server wants it of pictures. */
export function pointsOf({ seconds }: Stretch, level: number): number {
  return Math.max(16, Math.round(seconds * 2 ** level));
}

export function nameOf({ level, index }: Tile): string {
  return `${level}/${index}`;
}

/** The level whose points are at most a screen's pixel apart, if there is one. */
export function levelOf(tiling: Tiling, scale: number): number {
  return Math.min(tiling.most, Math.ceil(Math.log2(scale)));
}

/** Undefined behind the end of the recording. */
export function stretchOf(tiling: Tiling, { level, index }: Tile, length: number): Stretch | undefined {
  const whole = tiling.seconds(level);
  const begin = index * whole;
  const seconds = Math.min(whole, length - begin);
  return index >= 0 && seconds > 1e-6 ? { begin, seconds } : undefined;
}

/** The tiles of a level that a stretch touches, and so many on either side of them. */
export function tilesIn(tiling: Tiling, level: number, { begin, seconds }: Stretch, around = 0): Tile[] {
  const size = tiling.seconds(level);
  const first = Math.floor(begin / size) - around;
  const last = Math.floor((begin + seconds) / size) + around;
  return Array.from({ length: last - first + 1 }, (_, k) => ({ level, index: first + k }));
}

/** The tile of a coarser level that holds this one. */
export function parentOf(tiling: Tiling, { level, index }: Tile, up: number): Tile {
  const ratio = tiling.seconds(level - up) / tiling.seconds(level);
  return { level: level - up, index: Math.floor(index / ratio) };
}

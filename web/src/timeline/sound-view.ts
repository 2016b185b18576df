import type { Waveform } from '@/model/entities';
import type { Size } from '@/model/rectangle';
import type { Stretch } from '@/model/stretch';
import { TileCache } from './tile-cache';
import {
  levelOf,
  nameOf,
  parentOf,
  pictureTiling,
  pointsOf,
  stretchOf,
  type Tile,
  type Tiling,
  tilesIn,
  waveTiling,
} from './tiles';

/** Where a recording's looks come from. */
export interface SoundSource {
  /** Of the recording. */
  readonly seconds: number;
  /** Samples a second. */
  readonly rate: number;
  readonly waveform: (stretch: Stretch, points: number, signal: AbortSignal) => Promise<Waveform>;
  readonly spectrogram: (stretch: Stretch, size: Size, signal: AbortSignal) => Promise<ImageBitmap>;
}

/** A waveform in a quarter of the memory that numbers take. */
export interface Wave {
  readonly begin: number;
  readonly seconds: number;
  readonly lows: Int8Array;
  readonly highs: Int8Array;
  /** Its points are the samples themselves. */
  readonly isFine: boolean;
}

/** A picture, or the part of a coarser one, of a stretch of the recording. */
export interface PlacedPicture {
  readonly picture: ImageBitmap;
  readonly stretch: Stretch;
  /** Of the picture's width. */
  readonly from: number;
  readonly to: number;
}

const most = { waves: 4e6, pictures: 40e6 }; // bytes
const pictureHeight = 192;
const overviewPoints = 2048;
const onlyTile: Tile = { level: 0, index: 0 };
const coarser = 6; // levels that may stand in for a tile on its way

const compact = ({ rate, begin, seconds, lows, highs }: Waveform): Wave => ({
  begin,
  seconds,
  lows: Int8Array.from(lows),
  highs: Int8Array.from(highs),
  isFine: highs.length > 0 && highs.length >= 0.99 * seconds * rate,
});

/** The tiles of one recording, as they are needed. Ends with `close`. */
export class SoundView {
  private readonly waves: TileCache<Wave>;
  private readonly pictures: TileCache<ImageBitmap>;
  private readonly tiling: Tiling;
  private readonly overviews: TileCache<Wave>;

  constructor(
    readonly source: SoundSource,
    /** More can be drawn than before. */
    onTile: () => void,
  ) {
    this.tiling = waveTiling(source.rate);
    this.waves = new TileCache<Wave>(
      {
        load: async (tile, signal) => {
          const stretch = this.stretch(this.tiling, tile);
          return compact(await source.waveform(stretch, pointsOf(stretch, tile.level), signal));
        },
        bytesOf: ({ lows }) => 2 * lows.length + 200,
        drop: () => undefined,
        onTile,
      },
      most.waves,
    );
    this.pictures = new TileCache<ImageBitmap>(
      {
        load: (tile, signal) => {
          const stretch = this.stretch(pictureTiling, tile);
          const size = { width: pointsOf(stretch, tile.level), height: pictureHeight };
          return source.spectrogram(stretch, size, signal);
        },
        bytesOf: ({ width, height }) => 4 * width * height,
        drop: (picture) => picture.close(),
        onTile,
      },
      most.pictures,
    );
    const whole = { begin: 0, seconds: source.seconds };
    this.overviews = new TileCache<Wave>(
      {
        load: async (_, signal) => compact(await source.waveform(whole, overviewPoints, signal)),
        bytesOf: () => 0,
        drop: () => undefined,
        onTile,
      },
      0,
    );
    this.overviews.want([onlyTile]);
  }

  close(): void {
    this.overviews.close();
    this.waves.close();
    this.pictures.close();
  }

  /** Of the whole recording. */
  get overview(): Wave | undefined {
    return this.overviews.get(onlyTile);
  }

  /** Memory of all tiles. */
  get bytes(): number {
    return this.waves.bytes + this.pictures.bytes;
  }

  /** Sees that what is in sight comes, and then what lies beside it. */
  want(sight: Stretch, scale: number): void {
    for (const [cache, tiling] of [
      [this.waves, this.tiling],
      [this.pictures, pictureTiling],
    ] as const) {
      const level = levelOf(tiling, scale);
      const seen = tilesIn(tiling, level, sight);
      const beside = tilesIn(tiling, level, sight, 1).filter(
        (tile) => !seen.some((other) => nameOf(other) === nameOf(tile)),
      );
      cache.want([...seen, ...beside].filter((tile) => stretchOf(tiling, tile, this.source.seconds)));
    }
  }

  /** What is there of the waveform of a stretch, from left to right; coarser where the fine one is on its way. */
  wavesIn(sight: Stretch, scale: number): Wave[] {
    const found = tilesIn(this.tiling, levelOf(this.tiling, scale), sight).flatMap(
      (tile) => this.ancestor(this.waves, this.tiling, tile)?.content ?? [],
    );
    const known = [...new Set(found)];
    return known.length > 0 || !this.overview ? known : [this.overview];
  }

  picturesIn(sight: Stretch, scale: number): PlacedPicture[] {
    return tilesIn(pictureTiling, levelOf(pictureTiling, scale), sight).flatMap((tile) => {
      const stretch = stretchOf(pictureTiling, tile, this.source.seconds);
      const found = stretch && this.ancestor(this.pictures, pictureTiling, tile);
      if (!found) return [];
      const whole = this.stretch(pictureTiling, found.tile);
      const from = (stretch.begin - whole.begin) / whole.seconds;
      return [{ picture: found.content, stretch, from, to: from + stretch.seconds / whole.seconds }];
    });
  }

  private stretch(tiling: Tiling, tile: Tile): Stretch {
    const stretch = stretchOf(tiling, tile, this.source.seconds);
    if (!stretch) throw new Error(`there is no tile ${nameOf(tile)}`);
    return stretch;
  }

  private ancestor<Content>(cache: TileCache<Content>, tiling: Tiling, tile: Tile) {
    for (let up = 0; up <= coarser; ++up) {
      const candidate = up === 0 ? tile : parentOf(tiling, tile, up);
      const content = cache.get(candidate);
      if (content !== undefined) return { tile: candidate, content };
    }
    return undefined;
  }
}

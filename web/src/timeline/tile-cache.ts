import { nameOf, type Tile } from './tiles';

export interface TileCacheTools<Content> {
  readonly load: (tile: Tile, signal: AbortSignal) => Promise<Content>;
  /** How much memory it takes. */
  readonly bytesOf: (content: Content) => number;
  readonly drop: (content: Content) => void;
  /** A tile has come. */
  readonly onTile: () => void;
}

const parallel = 4;
const patience = 3000; // milliseconds until what could not be loaded is tried again

/** The tiles in sight and those seen last, in at most so many bytes. Asks for a few at a time; what is out of sight is not waited for. */
export class TileCache<Content> {
  private readonly kept = new Map<string, Content>();
  private readonly loading = new Map<string, AbortController>();
  private readonly failed = new Map<string, number>();
  private wanted: readonly Tile[] = [];
  private used = 0;
  private closed = false;

  constructor(
    private readonly tools: TileCacheTools<Content>,
    private readonly most: number,
  ) {}

  get bytes(): number {
    return this.used;
  }

  get(tile: Tile): Content | undefined {
    const name = nameOf(tile);
    const content = this.kept.get(name);
    if (content === undefined) return undefined;
    this.kept.delete(name);
    this.kept.set(name, content); // the one used last
    return content;
  }

  /** Sees that these come, the first ones first. */
  want(tiles: readonly Tile[]): void {
    this.wanted = tiles;
    const names = new Set(tiles.map(nameOf));
    for (const [name, abort] of this.loading) {
      if (names.has(name)) continue;
      this.loading.delete(name);
      abort.abort();
    }
    this.loadNext();
  }

  close(): void {
    this.closed = true;
    for (const abort of this.loading.values()) abort.abort();
    for (const content of this.kept.values()) this.tools.drop(content);
    this.kept.clear();
    this.used = 0;
  }

  private loadNext(): void {
    for (const tile of this.wanted) {
      if (this.closed || this.loading.size >= parallel) return;
      const name = nameOf(tile);
      const isTooEarly = performance.now() - (this.failed.get(name) ?? -Infinity) < patience;
      if (!this.kept.has(name) && !this.loading.has(name) && !isTooEarly) this.load(tile, name);
    }
  }

  private load(tile: Tile, name: string): void {
    const abort = new AbortController();
    this.loading.set(name, abort);
    this.tools
      .load(tile, abort.signal)
      .then(
        (content) => {
          if (this.closed || abort.signal.aborted) this.tools.drop(content);
          else this.keep(name, content);
        },
        () => {
          if (abort.signal.aborted) return;
          this.failed.set(name, performance.now());
          setTimeout(() => this.loadNext(), patience + 10);
        },
      )
      .finally(() => {
        if (this.loading.get(name) === abort) this.loading.delete(name);
        this.loadNext();
      });
  }

  private keep(name: string, content: Content): void {
    this.failed.delete(name);
    this.kept.set(name, content);
    this.used += this.tools.bytesOf(content);
    const wanted = new Set(this.wanted.map(nameOf));
    for (const [other, old] of this.kept) {
      if (this.used <= this.most) break;
      if (wanted.has(other)) continue;
      this.kept.delete(other);
      this.used -= this.tools.bytesOf(old);
      this.tools.drop(old);
    }
    this.tools.onTile();
  }
}

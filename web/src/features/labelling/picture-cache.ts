const mostKept = 8;

/** Decoded pictures, so that the next one is there at once. Keeps those asked for last. */
export class PictureCache {
  private readonly pictures = new Map<string, Promise<HTMLImageElement>>();

  /** Rejects when there is no such picture, or no server; another call then tries anew. */
  load(url: string): Promise<HTMLImageElement> {
    const known = this.pictures.get(url);
    this.pictures.delete(url);
    const loading = known ?? this.fetch(url);
    this.pictures.set(url, loading);
    for (const old of [...this.pictures.keys()].slice(0, -mostKept)) this.pictures.delete(old);
    return loading;
  }

  private fetch(url: string): Promise<HTMLImageElement> {
    const image = new Image();
    image.src = url;
    const loading = image.decode().then(() => image);
    loading.catch(() => this.pictures.delete(url));
    return loading;
  }
}

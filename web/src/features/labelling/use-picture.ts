import { useEffect, useState } from 'react';
import type { PictureCache } from './picture-cache';

const patience = 2000; // milliseconds

interface Loaded {
  readonly url: string;
  readonly image: HTMLImageElement;
}

/** The decoded picture, null until it is there, and those at the other addresses made ready. */
export function usePicture(
  url: string | undefined,
  others: readonly string[],
  cache: PictureCache,
): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const othersKey = others.join('\n');
  useEffect(() => {
    if (url === undefined) return;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      cache.load(url).then(
        (image) => {
          if (isCurrent) setLoaded({ url, image });
        },
        () => {
          // The server is away; the boxes are there all the same.
          if (isCurrent) timer = setTimeout(load, patience);
        },
      );
    };
    load();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [url, cache]);
  useEffect(() => {
    for (const other of othersKey.split('\n').filter(Boolean)) cache.load(other).catch(() => undefined);
  }, [othersKey, cache]);
  return loaded?.url === url ? (loaded?.image ?? null) : null;
}

import { shapeOfFile } from '@/audio/shape';
import type { Clip } from '@/model/clip';

const points = 96;

export interface Take {
  readonly number: number;
  /** The class that was chosen when it was recorded; empty: none. */
  readonly label: string;
  readonly file: File;
  readonly clip: Clip;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A name that no other take has: the time, and its number in it. */
function nameOf(label: string, number: number, now: Date): string {
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${label.replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'recording'}-${date}-${time}-${number}.wav`;
}

/** What has been recorded for a project and neither been added nor thrown away. */
export class Takes {
  private list: readonly Take[] = [];
  private last = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** A new object whenever something has changed. */
  readonly snapshot = (): readonly Take[] => this.list;

  keep(wav: Blob, label: string): void {
    const number = ++this.last;
    const file = new File([wav], nameOf(label, number, new Date()), { type: wav.type });
    const url = URL.createObjectURL(wav);
    const shape = {
      queryKey: ['take', url],
      queryFn: async () => (await shapeOfFile(wav, points)) ?? Promise.reject(new Error('cannot be read')),
    };
    this.show([...this.list, { number, label, file, clip: { id: url, url, shape } }]);
  }

  drop(dropped: readonly Take[]): void {
    for (const { clip } of dropped) URL.revokeObjectURL(clip.url);
    this.show(this.list.filter((take) => !dropped.includes(take)));
  }

  private show(list: readonly Take[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}

import type { Waveform } from './entities';
import type { Stretch } from './stretch';

/** A recording, or a stretch of one, that can be seen and played. */
export interface Clip {
  /** Different for different clips. */
  readonly id: string;
  readonly url: string;
  readonly stretch?: Stretch;
  readonly shape: {
    readonly queryKey: readonly unknown[];
    readonly queryFn: () => Promise<Waveform>;
  };
}

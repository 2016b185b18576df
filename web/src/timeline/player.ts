import { endOf, type Stretch } from '@/model/stretch';

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** What a player is doing. */
export interface PlayerState {
  readonly playing: boolean;
  readonly speed: number;
  /** Played over and over. */
  readonly loop: Stretch | null;
  /** The recording cannot be had; to play is to try again. */
  readonly problem: boolean;
}

/**
 * Plays an <audio> element: seeks to any time at once, whether it has loaded or not, plays a stretch once or over and over, and
 * faster or slower at the same pitch. Calls `onFrame` at each frame of the screen while it plays and after each seek.
 */
export class Player {
  private view: PlayerState = { playing: false, speed: 1, loop: null, problem: false };
  private readonly listeners = new Set<() => void>();
  private readonly ends = new AbortController();
  private frame = 0;
  /** What is played once. Kept when that is over: the recording may end with it, and says so afterwards. */
  private until: Stretch | undefined;
  /** Where it shall be, as long as there is nothing loaded to seek in. */
  private waiting: number | undefined;

  constructor(
    private readonly audio: HTMLAudioElement,
    private readonly onFrame: (position: number) => void,
  ) {
    const { signal } = this.ends;
    audio.preservesPitch = true;
    const report = () => {
      this.change({ playing: !audio.paused });
      if (!audio.paused) this.tick();
    };
    for (const name of ['play', 'playing', 'pause'] as const)
      audio.addEventListener(name, report, { signal });
    audio.addEventListener('ended', () => this.ended(), { signal });
    audio.addEventListener(
      'error',
      () => {
        audio.pause();
        this.change({ playing: false, problem: true });
      },
      { signal },
    );
    audio.addEventListener(
      'loadedmetadata',
      () => {
        if (this.waiting !== undefined) audio.currentTime = this.waiting;
        this.waiting = undefined;
      },
      { signal },
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly state = (): PlayerState => this.view;

  close(): void {
    this.ends.abort();
    cancelAnimationFrame(this.frame);
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
  }

  /** Another recording, from its start. */
  open(url: string): void {
    this.audio.pause();
    this.until = undefined;
    this.change({ loop: null, playing: false, problem: false });
    this.audio.src = url;
    this.audio.playbackRate = this.view.speed;
    this.waiting = 0;
    this.onFrame(0);
  }

  get position(): number {
    return this.waiting ?? this.audio.currentTime;
  }

  seek(time: number): void {
    this.until = undefined;
    this.goTo(time);
  }

  /** From where it is, or the loop from its begin; pauses what plays. */
  toggle(): void {
    if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    const { loop } = this.view;
    if (loop && (this.position < loop.begin || this.position >= endOf(loop))) this.goTo(loop.begin);
    this.until = undefined;
    this.start();
  }

  /** Once, from its begin to its end. */
  playStretch(stretch: Stretch): void {
    this.goTo(stretch.begin);
    this.until = stretch;
    this.start();
  }

  setLoop(loop: Stretch | null): void {
    this.change({ loop });
    if (!loop) return;
    this.until = undefined;
    if (this.position < loop.begin || this.position >= endOf(loop)) this.goTo(loop.begin);
  }

  setSpeed(speed: number): void {
    this.audio.playbackRate = speed;
    this.change({ speed });
  }

  /** To the next speed of the list. */
  changeSpeed(by: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed >= this.view.speed);
    const next = speeds[Math.max(0, Math.min(speeds.length - 1, at + by))];
    if (next !== undefined) this.setSpeed(next);
  }

  private start(): void {
    if (this.audio.error) this.reload();
    // Refused when the recording cannot be had, which is an event of its own, and when it is paused before it has begun.
    this.audio.play().catch(() => undefined);
  }

  /** Asks anew for what could not be had. The element forgets where it was and how fast. */
  private reload(): void {
    this.waiting = this.position;
    this.change({ problem: false });
    this.audio.load();
    this.audio.playbackRate = this.view.speed;
  }

  private goTo(time: number): void {
    if (this.audio.readyState === HTMLMediaElement.HAVE_NOTHING) this.waiting = time;
    else this.audio.currentTime = time;
    this.onFrame(time);
  }

  private ended(): void {
    const { loop } = this.view;
    if (!loop || this.until) return;
    this.goTo(loop.begin);
    this.start();
  }

  private change(changes: Partial<PlayerState>): void {
    const next = { ...this.view, ...changes };
    if ((Object.keys(changes) as (keyof PlayerState)[]).every((key) => next[key] === this.view[key])) return;
    this.view = next;
    for (const listener of this.listeners) listener();
  }

  private tick(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (this.audio.paused) return;
      const { loop } = this.view;
      if (this.until && this.position >= endOf(this.until)) {
        this.audio.pause();
        this.audio.currentTime = endOf(this.until);
      } else if (loop && !this.until && this.position >= endOf(loop)) {
        this.audio.currentTime = loop.begin;
      }
      this.onFrame(this.position);
      this.tick();
    });
  }
}

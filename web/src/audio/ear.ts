import { endOf, type Stretch } from '@/model/stretch';

/** What is to be heard: all of what is at an address, or a stretch of it. */
export interface Audible {
  readonly id: string;
  readonly url: string;
  readonly stretch?: Stretch;
}

/** Plays one clip at a time. */
class Ear {
  private audio: HTMLAudioElement | undefined;
  private playing: Audible | undefined;
  private share = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** How much of a clip has been heard; null while it does not play. */
  shareOf(id: string): number | null {
    return this.playing?.id === id ? this.share : null;
  }

  /** From a share of it on. Rejects when it cannot be had. */
  async play(clip: Audible, from = 0): Promise<void> {
    this.stop();
    const audio = new Audio(clip.url);
    this.audio = audio;
    this.playing = clip;
    this.show(from);
    audio.addEventListener('ended', () => this.audio === audio && this.stop());
    if (clip.stretch) audio.currentTime = clip.stretch.begin + from * clip.stretch.seconds;
    else if (from > 0)
      audio.addEventListener('loadedmetadata', () => {
        audio.currentTime = from * audio.duration;
      });
    try {
      await audio.play();
      this.follow(audio);
    } catch (error) {
      if (this.audio !== audio) return;
      this.stop();
      throw error;
    }
  }

  /** Whatever plays, or nothing but the clip of that id. */
  stop(id = this.playing?.id): void {
    if (this.playing?.id !== id) return;
    this.audio?.pause();
    this.audio?.removeAttribute('src');
    this.audio = undefined;
    this.playing = undefined;
    this.show(0);
  }

  private follow(audio: HTMLAudioElement): void {
    const clip = this.playing;
    if (this.audio !== audio || !clip) return;
    const { begin, seconds } = clip.stretch ?? { begin: 0, seconds: audio.duration };
    if (clip.stretch && audio.currentTime >= endOf(clip.stretch)) {
      this.stop();
      return;
    }
    const share = seconds > 0 ? (audio.currentTime - begin) / seconds : 0;
    this.show(Math.max(0, Math.min(1, share)));
    requestAnimationFrame(() => this.follow(audio));
  }

  private show(share: number): void {
    this.share = share;
    for (const listener of this.listeners) listener();
  }
}

/** The page's only one: two clips at once are noise. */
export const ear = new Ear();

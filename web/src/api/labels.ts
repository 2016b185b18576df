import type { DataService } from './data';
import type { DraftStore } from './drafts';
import { type LabelledPicture, type LabelsTools, PictureLabels } from './picture-labels';

export type { LabelledPicture, LabelsSnapshot, SaveState } from './picture-labels';
export { PictureLabels } from './picture-labels';

const keyOf = ({ project, hash }: LabelledPicture) => `${hash} ${project}`;
const mostKept = 64;

/** The boxes of all pictures that are being worked on. Lives as long as the studio, so that leaving a page loses nothing. */
export class Labels {
  private readonly opened = new Map<string, Promise<PictureLabels>>();
  private readonly listeners = new Set<(picture: PictureLabels) => void>();
  private readonly tools: LabelsTools;

  constructor(
    private readonly data: DataService,
    private readonly drafts: DraftStore,
    pause: number,
  ) {
    const onChange = (picture: PictureLabels) => {
      for (const listener of this.listeners) listener(picture);
    };
    this.tools = { data, drafts, pause, onChange };
  }

  /** The same object for the same picture while it is worked on. */
  open(picture: LabelledPicture): Promise<PictureLabels> {
    const key = keyOf(picture);
    const known = this.opened.get(key);
    if (known) {
      this.opened.delete(key);
      this.opened.set(key, known); // the one used last
      void known.then((labels) => labels.refresh());
      return known;
    }
    const opening = PictureLabels.open(picture, this.tools);
    this.opened.set(key, opening);
    opening.catch(() => this.opened.delete(key));
    void this.forget();
    return opening;
  }

  /** Takes up what an earlier visit could not save. */
  async resume(project: string): Promise<void> {
    for (const { hash } of await this.drafts.pending(project)) {
      const [item] = (await this.data.items(project, { hash }, 0, 1)).items;
      if (item) await this.open({ project, hash, item: item.id });
    }
  }

  /** Called with a picture on every change of its boxes or of their way to the server. */
  readonly subscribe = (listener: (picture: PictureLabels) => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private async forget(): Promise<void> {
    for (const [key, opening] of [...this.opened].slice(0, -mostKept)) {
      const picture = await opening.catch(() => undefined);
      if (!picture || picture.isSaved) this.opened.delete(key);
    }
  }
}

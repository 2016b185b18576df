import type { DataService } from './data';
import type { DraftStore } from './drafts';
import { ItemLabels, type LabelledItem, type LabelsTools } from './item-labels';
import type { LabelLine } from './label-line';

export type { LabelledItem, LabelsSnapshot, SaveState } from './item-labels';
export { ItemLabels } from './item-labels';

const keyOf = ({ project, hash, item }: LabelledItem) => `${item} ${hash} ${project}`;
const mostKept = 64;

/** The boxes of all pictures, or the segments of all recordings, that are being worked on. Lives as long as the studio, so that leaving a page loses nothing. */
export class Labels<Mark> {
  private readonly opened = new Map<string, Promise<ItemLabels<Mark>>>();
  private readonly listeners = new Set<(labels: ItemLabels<Mark>) => void>();
  private readonly tools: LabelsTools<Mark>;
  private stuckOnes: readonly ItemLabels<Mark>[] = [];

  constructor(
    private readonly data: Pick<DataService, 'items'>,
    line: LabelLine<Mark>,
    private readonly drafts: DraftStore,
    pause: number,
  ) {
    const onChange = (labels: ItemLabels<Mark>) => {
      if (labels.isStuck !== this.stuckOnes.includes(labels))
        this.stuckOnes = labels.isStuck
          ? [...this.stuckOnes, labels]
          : this.stuckOnes.filter((other) => other !== labels);
      for (const listener of this.listeners) listener(labels);
    };
    this.tools = { line, drafts, pause, onChange };
  }

  /** The same object for the same item while it is worked on. */
  open(item: LabelledItem): Promise<ItemLabels<Mark>> {
    const key = keyOf(item);
    const known = this.opened.get(key);
    if (known) {
      this.opened.delete(key);
      this.opened.set(key, known); // the one used last
      known.then((labels) => labels.refresh()).catch(() => undefined); // whoever asked for it hears of that
      return known;
    }
    const opening = ItemLabels.open(item, this.tools);
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

  /** Called with an item's labels on every change of them or of their way to the server. */
  readonly subscribe = (listener: (labels: ItemLabels<Mark>) => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Those that are not saved until the user does something; another array whenever they change. */
  readonly stuck = (): readonly ItemLabels<Mark>[] => this.stuckOnes;

  private async forget(): Promise<void> {
    for (const [key, opening] of [...this.opened].slice(0, -mostKept)) {
      const labels = await opening.catch(() => undefined);
      if (!labels || labels.isSaved) this.opened.delete(key);
    }
  }
}

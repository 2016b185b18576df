import type { DataService } from '@/api/data';
import type { Project } from '@/model/entities';
import { Problem } from '@/model/problem';
import { findsBoxes, hears } from '@/model/task';
import { type ChosenFile, type Content, type Hints, planUploads, type Upload } from '@/model/upload-plan';

const parallel = 4;

function contentOf(project: Pick<Project, 'task'>): Content {
  if (hears(project)) return 'sounds';
  return findsBoxes(project) ? 'boxed-pictures' : 'pictures';
}

export interface RunningUpload {
  readonly id: number;
  readonly upload: Upload;
  /** Share of the bytes that is out; undefined while it waits for its turn. */
  readonly sent: number | undefined;
  readonly problem: Problem | null;
}

export interface UploadsSnapshot {
  readonly running: readonly RunningUpload[];
  /** How many of the files last chosen were left out. */
  readonly refused: number;
}

interface Waiting {
  readonly id: number;
  readonly upload: Upload;
  readonly abort: AbortController;
}

/**
 * Sends what the user chose for a project, four requests at a time. An upload leaves the list when the server has taken it over
 * as a job, or stays with its problem until it is dismissed or tried again.
 */
export class Uploads {
  private view: UploadsSnapshot = { running: [], refused: 0 };
  private waiting: Waiting[] = [];
  private readonly aborts = new Map<number, AbortController>();
  private readonly listeners = new Set<() => void>();
  private busy = 0;
  private lastId = 0;

  constructor(
    private readonly project: Pick<Project, 'name' | 'task'>,
    private readonly data: Pick<DataService, 'upload'>,
    /** Called after each upload: the project has changed. */
    private readonly renew: () => Promise<void>,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** A new object whenever something has changed. */
  readonly snapshot = (): UploadsSnapshot => this.view;

  add(files: readonly ChosenFile[], hints: Hints): void {
    const { uploads, refused } = planUploads(files, hints, contentOf(this.project));
    this.show({ refused: refused.length });
    this.start(uploads);
  }

  retry(id: number): void {
    const again = this.view.running.find((entry) => entry.id === id);
    this.dismiss(id);
    if (again) this.start([again.upload]);
  }

  /** Whether it waits, is on its way or has failed. */
  dismiss(id: number): void {
    this.aborts.get(id)?.abort();
    this.aborts.delete(id);
    this.waiting = this.waiting.filter((entry) => entry.id !== id);
    this.show({ running: this.view.running.filter((entry) => entry.id !== id) });
  }

  private start(uploads: readonly Upload[]): void {
    const added = uploads.map((upload) => ({ id: ++this.lastId, upload, abort: new AbortController() }));
    for (const { id, abort } of added) this.aborts.set(id, abort);
    this.waiting.push(...added);
    const shown = added.map(({ id, upload }) => ({ id, upload, sent: undefined, problem: null }));
    this.show({ running: [...this.view.running, ...shown] });
    for (let k = 0; k < parallel; ++k) void this.run();
  }

  private async run(): Promise<void> {
    if (this.busy >= parallel) return;
    this.busy += 1;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const { id, upload, abort } = next;
      this.change(id, { sent: 0 });
      try {
        await this.data.upload(this.project.name, upload, (sent) => this.change(id, { sent }), abort.signal);
        this.dismiss(id);
        await this.renew();
      } catch (error) {
        if (!abort.signal.aborted) this.change(id, { problem: Problem.from(error) });
      }
    }
    this.busy -= 1;
  }

  private change(id: number, changes: Partial<RunningUpload>): void {
    this.show({
      running: this.view.running.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)),
    });
  }

  private show(changes: Partial<UploadsSnapshot>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
  }
}

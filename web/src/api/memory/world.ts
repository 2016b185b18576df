import type {
  Boxes,
  DetectionReport,
  Item,
  Job,
  JobEvent,
  JobProgress,
  Key,
  Model,
  Point,
  Release,
  ReleaseEvent,
  Report,
  Segments,
  SessionState,
  Token,
} from '@/model/entities';
import type { Language } from '@/model/language';
import { Problem } from '@/model/problem';
import { isActive } from '@/model/step-state';

export interface ProjectRecord {
  readonly name: string;
  readonly task: string;
  readonly created: number;
  items: Item[];
  /** Of object detection, by the item's id. */
  readonly boxes: Map<number, Boxes>;
  /** Of sound classification, by the item's id. */
  readonly segments: Map<number, Segments>;
  models: ModelRecord[];
}

export interface ModelRecord {
  readonly model: Model;
  readonly report: (language: Language) => Report;
  readonly detectionReport: (language: Language) => DetectionReport;
}

/** Samples a second of made-up recordings. */
export const madeUpRate = 8000;

interface JobRecord {
  job: Job;
  readonly points: Point[];
  readonly listeners: Set<() => void>;
}

export interface ReleaseRecord {
  release: Release;
  readonly history: ReleaseEvent[];
}

export interface WorldSettings {
  readonly language: () => Language;
  /** Milliseconds between two steps of a job; 0 in tests. */
  readonly pace: number;
  readonly session?: SessionState;
  readonly now?: () => number;
}

export interface JobTools {
  report(progress: Omit<JobProgress, 'elapsed_seconds'>): Promise<void>;
  point(point: Point): void;
  cancelled(): boolean;
}

/** The server that the in-memory services share: plain data, and jobs that run by the event loop. */
export class World {
  session: SessionState;
  password = 'correct horse';
  readonly projects = new Map<string, ProjectRecord>();
  readonly releases = new Map<string, ReleaseRecord>();
  tokens: Token[] = [];
  keys: Key[] = [];
  readonly now: () => number;
  readonly language: () => Language;
  private readonly pace: number;
  private readonly jobs: JobRecord[] = [];
  private lastItem = 0;

  constructor(settings: WorldSettings) {
    this.session = settings.session ?? 'logged-in';
    this.language = settings.language;
    this.pace = settings.pace;
    this.now = settings.now ?? Date.now;
  }

  text(en: string, zh: string): string {
    return this.language() === 'zh' ? zh : en;
  }

  refuse(
    code: string,
    en: readonly [message: string, hint: string],
    zh: readonly [string, string],
    status = 409,
    item?: string,
  ): never {
    const [message, hint] = this.language() === 'zh' ? zh : en;
    throw new Problem({ code, message, hint, ...(item ? { item } : {}) }, status);
  }

  project(name: string): ProjectRecord {
    return (
      this.projects.get(name) ??
      this.refuse(
        'project-unknown',
        [`There is no project "${name}".`, 'Go back to your projects.'],
        [`没有名为“${name}”的项目。`, '请返回项目列表。'],
        404,
        name,
      )
    );
  }

  /** Adds a picture, or a recording of so many seconds, unless the project has it already. */
  addItem(
    project: ProjectRecord,
    picture: {
      readonly name: string;
      readonly class?: string;
      readonly hash?: string;
      readonly seconds?: number;
      readonly group?: string;
    },
  ): boolean {
    const id = ++this.lastItem;
    const hash = picture.hash ?? fakeHash(`${project.name}/${picture.class ?? ''}/${picture.name}`);
    if (project.items.some((item) => item.hash === hash)) return false;
    project.items.push({
      id,
      hash,
      name: picture.name,
      ...(picture.seconds === undefined ? pictureFacts(id) : soundFacts(picture.seconds)),
      ...(picture.group ? { group: picture.group } : {}),
      ...(picture.class ? { class: picture.class } : {}),
    });
    return true;
  }

  jobsOf(project?: string): Job[] {
    return this.jobs
      .map(({ job }) => job)
      .filter((job) => !project || job.project === project)
      .reverse();
  }

  startJob(project: string, kind: Job['kind'], work: (tools: JobTools) => Promise<unknown>): Job {
    const started = this.now();
    const record: JobRecord = {
      job: {
        id: this.jobs.length + 1,
        kind,
        project,
        state: 'running',
        attempt: 1,
        created: started,
        started,
      },
      points: [],
      listeners: new Set(),
    };
    this.jobs.push(record);
    const change = (changes: Partial<Job>) => {
      record.job = { ...record.job, ...changes };
      for (const listener of record.listeners) listener();
    };
    const tools: JobTools = {
      report: async (progress) => {
        change({ progress: { ...progress, elapsed_seconds: (this.now() - started) / 1000 } });
        await new Promise((resolve) => setTimeout(resolve, this.pace));
      },
      point: (point) => {
        record.points.push(point);
        for (const listener of record.listeners) listener();
      },
      cancelled: () => record.job.state === 'cancelled',
    };
    void work(tools).then(
      (result) => {
        if (!tools.cancelled()) change({ state: 'done', result, finished: this.now() });
      },
      (error: unknown) => {
        const { code, message, hint } = Problem.from(error);
        change({ state: 'failed', error: { code, message, hint }, finished: this.now() });
      },
    );
    return record.job;
  }

  cancelJob(id: number): Job {
    const record = this.jobRecord(id);
    if (isActive(record.job)) record.job = { ...record.job, state: 'cancelled', finished: this.now() };
    for (const listener of record.listeners) listener();
    return record.job;
  }

  async *watchJob(id: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
    const record = this.jobRecord(id);
    let sequence = 0;
    while (!signal.aborted) {
      const changed = new Promise<void>((resolve) => {
        const done = () => {
          record.listeners.delete(done);
          resolve();
        };
        record.listeners.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
      for (; sequence < record.points.length; ++sequence) {
        yield { type: 'point', sequence: sequence + 1, point: record.points[sequence] ?? {} };
      }
      const job = record.job;
      yield { type: 'job', job };
      if (!isActive(job)) return;
      await changed;
    }
  }

  private jobRecord(id: number): JobRecord {
    return (
      this.jobs[id - 1] ??
      this.refuse('job-unknown', ['There is no such job.', ''], ['没有此任务。', ''], 404)
    );
  }
}

function pictureFacts(id: number): Pick<Item, 'width' | 'height' | 'bytes'> {
  return { width: 640, height: 480, bytes: 48_000 + 700 * (id % 90) };
}

function soundFacts(seconds: number): Pick<Item, 'width' | 'height' | 'bytes' | 'sound'> {
  const sound = { seconds, rate: madeUpRate, channels: 1, peak: 0.8, clipped: 0 };
  return { width: 0, height: 0, bytes: Math.round(2 * madeUpRate * seconds) + 44, sound };
}

/** 64 hex digits that depend on the text alone. */
export function fakeHash(text: string): string {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  let hex = '';
  while (hex.length < 64) {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9;
    hex += (state >>> 0).toString(16).padStart(8, '0');
  }
  return hex;
}

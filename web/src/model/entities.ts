import type { Rectangle } from './rectangle';

/**
 * What the studio talks about. Times are milliseconds since 1970, sizes bytes, scores and metrics shares of 1.
 * The compiler proves in api/http that the wire types of the contract fit these.
 */
export interface ClassCount {
  readonly name: string;
  /** Pictures; in object detection those with a box of this class. */
  readonly items: number;
  /** In object detection only. */
  readonly boxes?: number;
  /** In sound classification only. */
  readonly segments?: number;
}

export interface Project {
  readonly name: string;
  readonly task: string;
  readonly items: number;
  readonly unlabelled: number;
  readonly classes: readonly ClassCount[];
  /** Number of the newest model; 0 when there is none. */
  readonly models: number;
  readonly created: number;
}

export interface Item {
  readonly id: number;
  readonly hash: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Absent while not labelled. */
  readonly class?: string;
  /** In object detection only: how many; absent while not labelled. */
  readonly boxes?: number;
  /** Of a recording. */
  readonly sound?: SoundFacts;
  /** Whom or what a recording is of: a split never tears a group apart. */
  readonly group?: string;
  /** In sound classification only: how many; absent while not labelled with any. */
  readonly segments?: number;
}

export interface SoundFacts {
  readonly seconds: number;
  /** Samples a second. */
  readonly rate: number;
  readonly channels: number;
  /** The largest absolute sample; full scale is 1. */
  readonly peak: number;
  /** Share of samples that hit full scale. */
  readonly clipped: number;
}

/** A labelled stretch of a recording, in seconds. */
export interface Segment {
  /** The class. */
  readonly name: string;
  readonly begin: number;
  readonly seconds: number;
}

/** The labelled segments of a recording. */
export interface Segments {
  /** Rises with every change; 0: never labelled. */
  readonly revision: number;
  /** false: nobody has said yet what is in it, and there are no segments. */
  readonly labelled: boolean;
  readonly segments: readonly Segment[];
}

/** The shape of a stretch of a recording: the lowest and the highest sample of each of its equal parts. */
export interface Waveform {
  readonly rate: number;
  readonly begin: number;
  readonly seconds: number;
  /** -128 to 127, which is full scale. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/** A stretch of a recording in which a model hears one class. */
export interface Passage extends Segment {
  readonly score: number;
}

/** A labelled box. */
export interface BoxLabel {
  /** The class. */
  readonly name: string;
  readonly location: Rectangle;
  /** Finding it is not asked for. */
  readonly difficult?: boolean;
  /** Several objects in one box. */
  readonly crowd?: boolean;
}

/** The labelled boxes of a picture. */
export interface Boxes {
  /** Rises with every change; 0: never labelled. */
  readonly revision: number;
  /** false: nobody has said yet what is in it, and there are no boxes. */
  readonly labelled: boolean;
  readonly boxes: readonly BoxLabel[];
}

export interface ItemPage {
  readonly items: readonly Item[];
  readonly total: number;
  /** Where the next page starts; absent on the last. */
  readonly next?: number;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'hint';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly items: readonly string[];
  /** Where names of files tell groups: the pattern that finds them. */
  readonly names?: string;
}

/** What setting groups by names has done. */
export interface Grouping {
  readonly items: number;
  readonly changed: number;
  readonly groups: readonly { readonly name: string; readonly items: number }[];
  readonly unmatched: number;
}

export interface Check {
  readonly findings: readonly Finding[];
}

export interface Option {
  readonly name: string;
  readonly type: 'flag' | 'integer' | 'number' | 'text' | 'duration' | 'choice';
  /** null: decided automatically. */
  readonly default?: unknown;
  readonly help: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly visibility: 'simple' | 'normal' | 'expert';
  /** The option only counts when another has this value. */
  readonly when?: { readonly option: string; readonly value: string };
}

export interface JobProgress {
  readonly stage: string;
  readonly text: string;
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly elapsed_seconds: number;
  readonly eta_seconds?: number;
}

export interface ErrorDetails {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly item?: string;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: number;
  readonly kind: 'import' | 'train' | 'evaluate';
  readonly project: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly progress?: JobProgress;
  readonly result?: unknown;
  readonly error?: ErrorDetails;
  readonly created: number;
  readonly started?: number;
  readonly finished?: number;
}

/** A durable data point of a job's curves; its members depend on `kind`. */
export type Point = Readonly<Record<string, unknown>>;

export type JobEvent =
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'point'; readonly sequence: number; readonly point: Point };

export interface ImportIssue {
  readonly entry: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface ImportReport {
  readonly added: number;
  readonly duplicates: number;
  readonly near_duplicates: number;
  readonly skipped: number;
  readonly failed: number;
  readonly issues: readonly ImportIssue[];
}

export interface Model {
  readonly number: number;
  readonly version: number;
  readonly seconds: number;
  readonly name: string;
  readonly params: number;
  readonly macs: number;
  readonly bytes: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly created: number;
}

export interface ClassMetrics {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

export interface Mistake {
  readonly hash: string;
  readonly name: string;
  readonly truth: string;
  readonly prediction: string;
  /** The score of the wrong prediction. */
  readonly score: number;
  readonly group?: string;
  /** Of a segment of a recording. */
  readonly begin?: number;
  readonly seconds?: number;
}

/** A picture whose given label is probably wrong. */
export interface Suspect {
  readonly hash: string;
  readonly name: string;
  /** The given class. */
  readonly label: string;
  /** The class that it probably is of. */
  readonly suspected: string;
  readonly margin: number;
  readonly group?: string;
  /** Of a segment of a recording. */
  readonly begin?: number;
  readonly seconds?: number;
}

export interface GroupMetrics {
  readonly name: string;
  readonly items: number;
  readonly accuracy: number;
}

/** A recording in a cell of the confusion matrix, or a segment of one. */
export interface CellItem {
  readonly hash: string;
  readonly name: string;
  /** Of the predicted class. */
  readonly score: number;
  readonly group?: string;
  readonly begin?: number;
  readonly seconds?: number;
}

export interface ConfusionCell {
  readonly truth: string;
  readonly prediction: string;
  /** By falling score, the first of them. */
  readonly items: readonly CellItem[];
}

export interface Report {
  readonly method: 'held-out' | 'cross-validation' | 'files';
  readonly folds?: number;
  readonly items: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly per_class: readonly ClassMetrics[];
  /** [true class][predicted class] */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly mistakes: readonly Mistake[];
  /** Labels to check, the likeliest errors first. */
  readonly suspects: readonly Suspect[];
  /** Of recordings with groups: the worst first. */
  readonly groups?: readonly GroupMetrics[];
  /** Of recordings: what is in the cells that are not empty. */
  readonly confusion_items?: readonly ConfusionCell[];
  readonly remarks: readonly string[];
}

export interface DetectionClass {
  readonly name: string;
  /** Boxes that were to be found. */
  readonly support: number;
  /** At the recommended threshold. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Absent where nothing was to be found. */
  readonly ap50?: number;
  readonly ap?: number;
}

export interface ThresholdPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

export interface DetectionCurve {
  /** The class; empty: all together. */
  readonly name: string;
  /** By falling threshold. */
  readonly points: readonly ThresholdPoint[];
}

export interface JudgedBox {
  readonly name: string;
  readonly score: number;
  readonly location: Rectangle;
  readonly outcome: 'right' | 'wrong' | 'ignored';
  /** Which true box it was matched with. */
  readonly truth?: number;
}

export interface JudgedPicture {
  readonly hash: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly truth: readonly BoxLabel[];
  /** By falling score. */
  readonly found: readonly JudgedBox[];
}

export interface DetectionReport {
  readonly method: 'held-out' | 'files';
  readonly items: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The recommended one. */
  readonly threshold: number;
  readonly classes: readonly string[];
  readonly per_class: readonly DetectionClass[];
  /** All classes together first, then each. */
  readonly curves: readonly DetectionCurve[];
  /** Those with the most wrong and missed boxes first. */
  readonly pictures: readonly JudgedPicture[];
  readonly remarks: readonly string[];
}

export interface Score {
  readonly name: string;
  readonly score: number;
  /** Of an object detection model. */
  readonly location?: Rectangle;
}

/** What a model says; the scores best first. */
export interface Prediction {
  readonly results: readonly Score[];
  /** Of recordings that are longer than what the model listens to at a time. */
  readonly passages?: readonly Passage[];
}

export interface Release {
  readonly suffix: string;
  readonly project: string;
  readonly model: number;
  readonly live: boolean;
  /** Answers the private-server form without a token. */
  readonly open: boolean;
  readonly updated: number;
}

export interface ReleaseEvent {
  readonly action: 'publish' | 'update' | 'rollback' | 'unpublish';
  readonly model: number;
  readonly at: number;
}

export interface Token {
  readonly name: string;
  /** 0: never. */
  readonly expires: number;
}

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly created: number;
}

export type SessionState = 'setup-needed' | 'logged-out' | 'logged-in';

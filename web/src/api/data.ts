import type {
  Boxes,
  Check,
  Grouping,
  Item,
  ItemPage,
  Job,
  Prediction,
  Segments,
  Waveform,
} from '@/model/entities';
import type { Size } from '@/model/rectangle';
import type { Stretch } from '@/model/stretch';
import type { Upload } from '@/model/upload-plan';

export interface ItemFilter {
  readonly class?: string;
  readonly unlabelled?: boolean;
  /** The one picture with this content. */
  readonly hash?: string;
  /** 'worth': not labelled ones only, those first that would teach a model most; a single page. */
  readonly order?: 'id' | 'worth';
}

/** Files that hold boxes. */
export const boxFormats = ['coco', 'voc', 'yolo', 'easydl', 'cvat', 'label-studio'] as const;
export type BoxFormat = (typeof boxFormats)[number];

export interface DataService {
  /** Sends the bytes; `onProgress` gets the share of them that has gone out. The import itself goes on as the job. */
  upload(
    project: string,
    upload: Upload,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Job>;
  items(project: string, filter: ItemFilter, after: number, limit: number): Promise<ItemPage>;
  /** An empty class removes the label. */
  label(project: string, item: number, className: string): Promise<Item>;
  remove(project: string, item: number): Promise<void>;
  /** Of a picture of an object detection project. */
  boxes(project: string, item: number): Promise<Boxes>;
  /** Refused with "boxes-changed" when another revision is stored, unless it holds the same boxes. */
  putBoxes(project: string, item: number, boxes: Boxes): Promise<Boxes>;
  /** What the newest model finds in the picture, or hears in the recording; nothing without a model. */
  suggestions(project: string, item: number): Promise<Prediction>;
  /** An empty group takes it from the recording. */
  setGroup(project: string, item: number, group: string): Promise<Item>;
  /** Gives all items the groups that a pattern like "{class}_{group}_{number}" finds in their names. */
  groupByName(project: string, names: string): Promise<Grouping>;
  /** Of a recording of a sound classification project. */
  segments(project: string, item: number): Promise<Segments>;
  /** Refused with "segments-changed" when another revision is stored, unless it holds the same segments. */
  putSegments(project: string, item: number, segments: Segments): Promise<Segments>;
  /** Of a stretch of a recording, or of all of it, in at most so many points. */
  waveform(
    project: string,
    hash: string,
    stretch: Stretch | undefined,
    points: number,
    signal?: AbortSignal,
  ): Promise<Waveform>;
  check(project: string): Promise<Check>;
  /** Address of a picture with sides of at most `side` pixels, for <img>. */
  pictureUrl(project: string, hash: string, side: number): string;
  /** Address of a picture of the frequencies in a stretch of a recording. */
  spectrogramUrl(project: string, hash: string, stretch: Stretch, size: Size): string;
  /** Address of a recording as WAV, for <audio>. */
  audioUrl(project: string, hash: string): string;
  /** Address of the labelled pictures as a zip, for a download link. */
  exportUrl(project: string, format?: BoxFormat): string;
}

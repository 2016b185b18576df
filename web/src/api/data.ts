import type { Check, Item, ItemPage, Job } from '@/model/entities';
import type { Upload } from '@/model/upload-plan';

export interface ItemFilter {
  readonly class?: string;
  readonly unlabelled?: boolean;
  /** The one picture with this content. */
  readonly hash?: string;
}

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
  check(project: string): Promise<Check>;
  /** Address of a picture with sides of at most `side` pixels, for <img>. */
  pictureUrl(project: string, hash: string, side: number): string;
  /** Address of the labelled pictures as a zip, for a download link. */
  exportUrl(project: string): string;
}

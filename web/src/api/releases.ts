import type { Prediction, Release, ReleaseEvent } from '@/model/entities';

export interface ReleasesService {
  list(project?: string): Promise<readonly Release[]>;
  /** Makes the model live under the suffix, or puts it in the place of the one that is. */
  publish(suffix: string, project: string, model: number, open: boolean): Promise<Release>;
  unpublish(suffix: string): Promise<Release>;
  rollBack(suffix: string): Promise<Release>;
  /** Oldest first. */
  history(suffix: string): Promise<readonly ReleaseEvent[]>;
  /** Asks the live interface itself. `threshold`: of object detection. */
  predict(suffix: string, item: Blob, threshold?: number): Promise<Prediction>;
}

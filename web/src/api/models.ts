import type { DetectionReport, Job, Model, Option, Prediction, Report } from '@/model/entities';

export interface ModelsService {
  /** Of a training for this task. */
  options(task: string): Promise<readonly Option[]>;
  /**
   * What a network learns from with these options (those that begin with "augment", and the side of its input): a picture of
   * pictures of the project, plain and changed at random.
   */
  augmentation(
    project: string,
    options: Readonly<Record<string, string>>,
    side: number | undefined,
    seed: number,
    signal: AbortSignal,
  ): Promise<Blob>;
  train(project: string, options: Record<string, unknown>): Promise<Job>;
  /** Newest first. */
  list(project: string): Promise<readonly Model[]>;
  /** Number 0 is the newest, here and below. */
  report(project: string, number: number): Promise<Report>;
  /** Of an object detection model. */
  detectionReport(project: string, number: number): Promise<DetectionReport>;
  /** Of a picture or a recording. `threshold`: of object detection, where it is the recommended one otherwise. */
  predict(project: string, number: number, item: Blob, threshold?: number): Promise<Prediction>;
  /** Address of the model as one file, for a download link. */
  bundleUrl(project: string, number: number): string;
}

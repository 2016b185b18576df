import type { Job, Model, Option, Report, Score } from '@/model/entities';

export interface ModelsService {
  options(): Promise<readonly Option[]>;
  train(project: string, options: Record<string, unknown>): Promise<Job>;
  /** Newest first. */
  list(project: string): Promise<readonly Model[]>;
  /** Number 0 is the newest, here and below. */
  report(project: string, number: number): Promise<Report>;
  /** Best first. */
  predict(project: string, number: number, picture: Blob): Promise<readonly Score[]>;
  /** Address of the model as one file, for a download link. */
  bundleUrl(project: string, number: number): string;
}

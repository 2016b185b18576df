import type { Job, JobEvent } from '@/model/entities';

export interface JobsService {
  /** Newest first. */
  list(project?: string): Promise<readonly Job[]>;
  cancel(id: number): Promise<Job>;
  /**
   * All points from the first one on and every change of the job, until it has ended or `signal` is aborted. Lost
   * connections are taken up again where they broke.
   */
  watch(id: number, signal: AbortSignal): AsyncIterable<JobEvent>;
}

import type { BoxLabel, Segment } from '@/model/entities';
import type { CredentialsService } from './credentials';
import type { DataService } from './data';
import type { JobsService } from './jobs';
import type { Labels } from './labels';
import type { ModelsService } from './models';
import type { ProjectsService } from './projects';
import type { ReleasesService } from './releases';
import type { SessionService } from './session';

/**
 * All that the studio asks of the server. Made once by the app, over HTTP or in memory, and handed down by context.
 * Every method rejects with a Problem and with nothing else.
 */
export interface Services {
  readonly session: SessionService;
  readonly projects: ProjectsService;
  readonly data: DataService;
  /** Of object detection. */
  readonly labels: Labels<BoxLabel>;
  /** Of sound classification. */
  readonly segments: Labels<Segment>;
  readonly jobs: JobsService;
  readonly models: ModelsService;
  readonly releases: ReleasesService;
  readonly credentials: CredentialsService;
}

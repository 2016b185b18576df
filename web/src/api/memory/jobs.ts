import type { JobsService } from '../jobs';
import type { World } from './world';

export function memoryJobs(world: World): JobsService {
  return {
    list: async (project) => world.jobsOf(project),
    cancel: async (id) => world.cancelJob(id),
    watch: (id, signal) => world.watchJob(id, signal),
  };
}

import type { Services } from '../services';
import { memoryCredentials } from './credentials';
import { memoryData } from './data';
import { memoryJobs } from './jobs';
import { memoryModels } from './models';
import { memoryProjects } from './projects';
import { memoryReleases } from './releases';
import { memorySession } from './session';
import { World, type WorldSettings } from './world';

export { addDemo } from './demo';
export { World } from './world';

export function memoryServices(settings: WorldSettings): { services: Services; world: World } {
  const world = new World(settings);
  return {
    world,
    services: {
      session: memorySession(world),
      projects: memoryProjects(world),
      data: memoryData(world),
      jobs: memoryJobs(world),
      models: memoryModels(world),
      releases: memoryReleases(world),
      credentials: memoryCredentials(world),
    },
  };
}

import { boxLine, segmentLine } from '../label-line';
import { Labels } from '../labels';
import type { Services } from '../services';
import { memoryCredentials } from './credentials';
import { memoryData } from './data';
import { memoryDrafts } from './drafts';
import { memoryJobs } from './jobs';
import { memoryModels } from './models';
import { memoryProjects } from './projects';
import { memoryReleases } from './releases';
import { memorySession } from './session';
import { World, type WorldSettings } from './world';

export { addDemo, addScenes, addSounds } from './demo';
export { World } from './world';

export function memoryServices(settings: WorldSettings): { services: Services; world: World } {
  const world = new World(settings);
  const data = memoryData(world);
  const drafts = memoryDrafts();
  return {
    world,
    services: {
      session: memorySession(world),
      projects: memoryProjects(world),
      data,
      labels: new Labels(data, boxLine(data), drafts, settings.pace),
      segments: new Labels(data, segmentLine(data), drafts, settings.pace),
      jobs: memoryJobs(world),
      models: memoryModels(world),
      releases: memoryReleases(world),
      credentials: memoryCredentials(world),
    },
  };
}

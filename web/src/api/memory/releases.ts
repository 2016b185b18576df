import type { ReleaseEvent } from '@/model/entities';
import type { ReleasesService } from '../releases';
import { makeUpPrediction } from './models';
import type { ReleaseRecord, World } from './world';

export function memoryReleases(world: World): ReleasesService {
  const find = (suffix: string): ReleaseRecord =>
    world.releases.get(suffix) ??
    world.refuse(
      'release-unknown',
      ['Nothing is published there.', ''],
      ['该地址没有发布模型。', ''],
      404,
      suffix,
    );
  const note = (record: ReleaseRecord, action: ReleaseEvent['action'], model: number, live: boolean) => {
    record.history.push({ action, model, at: world.now() });
    record.release = { ...record.release, model, live, updated: world.now() };
    return record.release;
  };
  return {
    list: async (project) =>
      [...world.releases.values()]
        .map(({ release }) => release)
        .filter((release) => !project || release.project === project),
    publish: async (suffix, project, model, open) => {
      const old = world.releases.get(suffix);
      if (old && old.release.project !== project) {
        world.refuse(
          'suffix-taken',
          ['Another project has this address.', 'Choose another ending.'],
          ['该地址已被其他项目使用。', '请换一个后缀。'],
          409,
          suffix,
        );
      }
      const number = model || world.project(project).models.length;
      const record: ReleaseRecord = old ?? {
        history: [],
        release: { suffix, project, model: number, live: true, open, updated: world.now() },
      };
      world.releases.set(suffix, record);
      record.release = { ...record.release, open };
      return note(record, old?.release.live ? 'update' : 'publish', number, true);
    },
    unpublish: async (suffix) => {
      const record = find(suffix);
      return note(record, 'unpublish', record.release.model, false);
    },
    rollBack: async (suffix) => {
      const record = find(suffix);
      const before = record.history
        .filter(({ action, model }) => action !== 'unpublish' && model !== record.release.model)
        .at(-1);
      if (!before) {
        return world.refuse(
          'nothing-before',
          ['No other model was live before.', ''],
          ['之前没有发布过其他模型。', ''],
          409,
          suffix,
        );
      }
      return note(record, 'rollback', before.model, true);
    },
    history: async (suffix) => find(suffix).history.slice(),
    predict: async (suffix, item, threshold) =>
      makeUpPrediction(world.project(find(suffix).release.project), item, threshold),
  };
}

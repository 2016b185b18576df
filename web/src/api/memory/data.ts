import type { Boxes, Finding, ImportIssue, Item, Segments } from '@/model/entities';
import { findsBoxes, hears } from '@/model/task';
import type { DataService, ItemFilter } from '../data';
import { findBoxes } from './detection';
import { drawPicture } from './pictures';
import { describeProject } from './projects';
import { drawScene } from './scenes';
import { drawSpectrogram, eventsIn, madeUpAudio, madeUpWaveform, soundClasses } from './sounds';
import type { ProjectRecord, World } from './world';

const unlabelled: Boxes = { revision: 0, labelled: false, boxes: [] };
const unheard: Segments = { revision: 0, labelled: false, segments: [] };

/** The item as the server lists it. */
function listed(project: ProjectRecord, item: Item): Item {
  const boxes = project.boxes.get(item.id);
  const segments = project.segments.get(item.id);
  if (segments?.labelled) return { ...item, segments: segments.segments.length };
  return boxes?.labelled ? { ...item, boxes: boxes.boxes.length } : item;
}

function secondsOf(project: ProjectRecord, hash: string): number {
  return project.items.find((item) => item.hash === hash)?.sound?.seconds ?? 1;
}

function fits(project: ProjectRecord, item: Item, filter: ItemFilter): boolean {
  const boxes = project.boxes.get(item.id);
  const segments = project.segments.get(item.id);
  const isLabelled = findsBoxes(project) ? boxes?.labelled : item.class || segments?.labelled;
  const isOf = (name: string) =>
    item.class === name ||
    [...(boxes?.boxes ?? []), ...(segments?.segments ?? [])].some((mark) => mark.name === name);
  return Boolean(
    (filter.class === undefined || isOf(filter.class)) &&
      (!(filter.unlabelled || filter.order === 'worth') || !isLabelled) &&
      (filter.hash === undefined || item.hash === filter.hash),
  );
}

const groupPattern = '{class}_{group}_{number}';

function namesTellGroups(items: readonly Item[]): boolean {
  return items.length > 0 && items.every(({ name, group }) => !group && /^[^_]+_[^_]+_\d+\.\w+$/.test(name));
}

export function memoryData(world: World): DataService {
  return {
    upload: async (projectName, { name, label, files }, onProgress) => {
      const project = world.project(projectName);
      if (name.startsWith('broken')) {
        world.refuse(
          'archive-broken',
          ['The archive cannot be read.', 'Pack it anew and upload it again.'],
          ['无法读取该压缩包。', '请重新打包后再上传。'],
          400,
          name,
        );
      }
      for (const share of [0.2, 0.6, 1]) onProgress(share);
      return world.startJob(projectName, 'import', async (tools) => {
        const total = files > 1 ? files : /\.(zip|tar|t?gz)$/.test(name) ? 24 : 1;
        const issues: ImportIssue[] = [];
        let added = 0;
        for (let done = 1; done <= total; ++done) {
          if (tools.cancelled()) return undefined;
          const names = hears(project) ? soundClasses : (['cat', 'dog', 'rabbit'] as const);
          const picture = {
            name: `${name}/${done}.${hears(project) ? 'wav' : 'jpg'}`,
            class: label || (total > 1 && !findsBoxes(project) ? (names[done % 3] ?? '') : ''),
            ...(hears(project)
              ? { seconds: 1 + (done % 4), group: total > 1 ? `room ${done % 2}` : '' }
              : {}),
          };
          if (world.addItem(project, picture)) added += 1;
          await tools.report({
            stage: 'import',
            text: world.text('Reading pictures', '正在读取图片'),
            done,
            total,
            eta_seconds: (total - done) / 2,
          });
        }
        if (total > 20) {
          issues.push({
            entry: 'dog/IMG_0231.jpg',
            code: 'image-broken',
            message: world.text('The picture is damaged.', '图片已损坏。'),
            hint: world.text('Take it again or leave it out.', '请重新拍摄或忽略。'),
          });
        }
        return {
          entries: total,
          added,
          duplicates: total - added,
          near_duplicates: total > 20 ? 2 : 0,
          skipped: 0,
          failed: issues.length,
          classes: {},
          issues,
        };
      });
    },
    items: async (projectName, filter, after, limit) => {
      const project = world.project(projectName);
      const all = project.items
        .filter((item) => fits(project, item, filter))
        .map((item) => listed(project, item));
      if (filter.order === 'worth') {
        const items = all.sort((a, b) => a.hash.localeCompare(b.hash)).slice(0, limit);
        return { items, total: all.length };
      }
      const page = all.filter((item) => item.id > after).slice(0, limit);
      const last = page.at(-1);
      const more = last !== undefined && last !== all.at(-1);
      return { items: page, total: all.length, ...(more ? { next: last.id } : {}) };
    },
    boxes: async (projectName, id) => world.project(projectName).boxes.get(id) ?? unlabelled,
    putBoxes: async (projectName, id, { revision, labelled, boxes }) => {
      const project = world.project(projectName);
      const stored = project.boxes.get(id) ?? unlabelled;
      const isSame = JSON.stringify([stored.labelled, stored.boxes]) === JSON.stringify([labelled, boxes]);
      if (isSame) return stored;
      if (revision !== stored.revision) {
        world.refuse(
          'boxes-changed',
          ['The boxes have been changed meanwhile.', 'Choose which ones to keep.'],
          ['标注框已在别处被修改。', '请选择保留哪一份。'],
          409,
        );
      }
      const saved = { revision: revision + 1, labelled, boxes };
      project.boxes.set(id, saved);
      return saved;
    },
    setGroup: async (projectName, id, group) => {
      const project = world.project(projectName);
      const index = project.items.findIndex((item) => item.id === id);
      const old = project.items[index];
      if (!old)
        return world.refuse('item-unknown', ['There is no such recording.', ''], ['没有此录音。', ''], 404);
      const { group: _, ...rest } = old;
      const item = group ? { ...rest, group } : rest;
      project.items[index] = item;
      return listed(project, item);
    },
    groupByName: async (projectName, names) => {
      const project = world.project(projectName);
      const counts = new Map<string, number>();
      const parts = names.split(/(\{\w+\})/).map((part) => {
        if (part === '{group}') return '(?<group>.+?)';
        return part.startsWith('{') ? '.+?' : part.replace(/[.*+?^$()[\]\\|]/g, '\\$&');
      });
      const looks = new RegExp(`^${parts.join('')}$`);
      let changed = 0;
      project.items = project.items.map((item) => {
        const group = looks.exec(item.name.replace(/\.\w+$/, ''))?.groups?.['group'];
        if (group === undefined) return item;
        counts.set(group, (counts.get(group) ?? 0) + 1);
        changed += item.group === group ? 0 : 1;
        return { ...item, group };
      });
      const groups = [...counts].map(([name, items]) => ({ name, items }));
      const matched = groups.reduce((sum, { items }) => sum + items, 0);
      return { items: project.items.length, changed, groups, unmatched: project.items.length - matched };
    },
    segments: async (projectName, id) => world.project(projectName).segments.get(id) ?? unheard,
    putSegments: async (projectName, id, { revision, labelled, segments }) => {
      const project = world.project(projectName);
      const stored = project.segments.get(id) ?? unheard;
      const rising = segments.toSorted((a, b) => a.begin - b.begin);
      if (JSON.stringify([stored.labelled, stored.segments]) === JSON.stringify([labelled, rising]))
        return stored;
      if (revision !== stored.revision) {
        world.refuse(
          'segments-changed',
          ['The segments have been changed meanwhile.', 'Choose which ones to keep.'],
          ['片段已在别处被修改。', '请选择保留哪一份。'],
          409,
        );
      }
      const saved = { revision: revision + 1, labelled, segments: rising };
      project.segments.set(id, saved);
      return saved;
    },
    waveform: async (projectName, hash, stretch, points) => {
      const seconds = secondsOf(world.project(projectName), hash);
      return madeUpWaveform(hash, seconds, stretch ?? { begin: 0, seconds }, points);
    },
    spectrogramUrl: (project, hash, stretch) =>
      drawSpectrogram(hash, secondsOf(world.project(project), hash), stretch),
    audioUrl: (project, hash) => madeUpAudio(hash, secondsOf(world.project(project), hash)),
    suggestions: async (projectName, id) => {
      const project = world.project(projectName);
      const item = project.items.find((candidate) => candidate.id === id);
      if (!item || project.models.length === 0) return { results: [] };
      if (!hears(project)) return { results: findBoxes(item.hash) };
      const events = eventsIn(item.hash, item.sound?.seconds ?? 1);
      return { results: [], passages: events.map((event) => ({ ...event, score: 0.83 })) };
    },
    label: async (projectName, id, className) => {
      const project = world.project(projectName);
      const index = project.items.findIndex((item) => item.id === id);
      const old = project.items[index];
      if (!old)
        return world.refuse('item-unknown', ['There is no such picture.', ''], ['没有此图片。', ''], 404);
      const { class: _, ...rest } = old;
      const item = className ? { ...rest, class: className } : rest;
      project.items[index] = item;
      return item;
    },
    remove: async (projectName, id) => {
      const project = world.project(projectName);
      project.items = project.items.filter((item) => item.id !== id);
    },
    check: async (projectName) => {
      const project = describeProject(world.project(projectName));
      const findings: Finding[] = [];
      if (project.classes.length < 2 && !findsBoxes(project)) {
        findings.push({
          severity: 'error',
          code: 'one-class-only',
          message: world.text('There are fewer than two classes.', '类别不足两个。'),
          hint: hears(project)
            ? world.text('Add recordings of something else, too.', '请再添加另一类录音。')
            : world.text('Add pictures of something else, too.', '请再添加另一类图片。'),
          items: [],
        });
      }
      const small = project.classes.filter((entry) => entry.items < 20).map((entry) => entry.name);
      if (small.length > 0) {
        findings.push({
          severity: 'warning',
          code: 'few-items',
          message: hears(project)
            ? world.text('Some classes have fewer than 20 recordings.', '部分类别不足 20 段录音。')
            : world.text('Some classes have fewer than 20 pictures.', '部分类别不足 20 张图片。'),
          hint: world.text(
            'Twenty make a start, a hundred make a good model.',
            '20 个可起步，100 个效果更好。',
          ),
          items: small,
        });
      }
      if (project.unlabelled > 0) {
        findings.push({
          severity: 'hint',
          code: 'unlabelled',
          message: hears(project)
            ? world.text(
                `${project.unlabelled} recordings have no class.`,
                `${project.unlabelled} 段录音没有类别。`,
              )
            : world.text(
                `${project.unlabelled} pictures have no class.`,
                `${project.unlabelled} 张图片没有类别。`,
              ),
          hint: world.text('Training leaves them out.', '训练时会忽略它们。'),
          items: [],
        });
      }
      if (hears(project) && namesTellGroups(world.project(projectName).items)) {
        findings.push({
          severity: 'hint',
          code: 'names-tell-groups',
          message: world.text('The names of the files seem to tell groups.', '文件名似乎包含分组。'),
          hint: world.text('If so, set these groups.', '若是如此，请设置这些分组。'),
          items: [],
          names: groupPattern,
        });
      }
      return { findings };
    },
    pictureUrl: (project, hash) => (findsBoxes(world.project(project)) ? drawScene(hash) : drawPicture(hash)),
    exportUrl: (project, format) => `#export-${encodeURIComponent(project)}${format ? `-${format}` : ''}`,
  };
}

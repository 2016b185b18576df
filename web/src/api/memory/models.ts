import type { Score } from '@/model/entities';
import type { ModelsService } from '../models';
import { describeProject } from './projects';
import { makeReport } from './report';
import { fakeHash, type ProjectRecord, type World } from './world';

/** Scores that depend on the picture's size and name alone. */
export function makeUpScores(project: ProjectRecord, picture: Blob): Score[] {
  const seed = fakeHash(`${picture.size}`);
  const raw = describeProject(project).classes.map(({ name }, k) => ({
    name,
    score: (parseInt(seed.slice(k * 2, k * 2 + 2) || '7', 16) / 40) ** 2 + 0.01,
  }));
  const sum = raw.reduce((total, entry) => total + entry.score, 0);
  return raw.map(({ name, score }) => ({ name, score: score / sum })).sort((a, b) => b.score - a.score);
}

/** Adds the model that a training of the project's pictures would give. */
export function addModel(world: World, project: ProjectRecord): void {
  const { classes } = describeProject(project);
  const items = [...project.items]; // as they are now: the report does not change with later labels
  const number = project.models.length + 1;
  const report = makeReport(classes, items, 'en');
  project.models.push({
    report: (language) => makeReport(classes, items, language),
    model: {
      number,
      version: number,
      seconds: 41.3 + number,
      name: 'EfficientNet-Lite0 + EfficientNet-Lite2',
      params: 8_180_000,
      macs: 1_270_000_000,
      bytes: 32_900_000,
      metrics: report.metrics,
      created: world.now(),
    },
  });
}

export function memoryModels(world: World): ModelsService {
  const record = (projectName: string, number: number) => {
    const { models } = world.project(projectName);
    return (
      (number === 0 ? models.at(-1) : models[number - 1]) ??
      world.refuse(
        'model-unknown',
        ['There is no such model.', 'Train one first.'],
        ['没有此模型。', '请先训练。'],
        404,
      )
    );
  };
  return {
    options: async () => [
      {
        name: 'mode',
        type: 'choice',
        default: 'quick',
        choices: ['quick'],
        visibility: 'simple',
        help: world.text(
          'How to train. Quick: a head on features of a pretrained network, seconds to minutes.',
          '训练方式。quick：在预训练网络的特征上训练分类头，几秒到几分钟。',
        ),
      },
      {
        name: 'time-limit',
        type: 'duration',
        default: null,
        minimum: 1,
        visibility: 'simple',
        help: world.text('The most time that training may take (30s, 10m).', '训练时间上限（如 30s、10m）。'),
      },
      {
        name: 'seed',
        type: 'integer',
        default: 1,
        minimum: 0,
        visibility: 'expert',
        help: world.text(
          'The same data and the same seed give the same model.',
          '相同的数据和种子得到相同的模型。',
        ),
      },
    ],
    train: async (projectName) => {
      const project = world.project(projectName);
      if (describeProject(project).classes.length < 2) {
        world.refuse(
          'one-class-only',
          ['Training needs at least two classes.', 'Add pictures of another class.'],
          ['训练至少需要两个类别。', '请添加另一类别的图片。'],
          400,
        );
      }
      return world.startJob(projectName, 'train', async (tools) => {
        const total = project.items.length;
        for (let done = 0; done < total; done += Math.ceil(total / 12)) {
          if (tools.cancelled()) return undefined;
          await tools.report({
            stage: 'features',
            text: world.text('Looking at the pictures', '正在提取图片特征'),
            done,
            total,
            eta_seconds: (total - done) / 20,
          });
        }
        const candidates: readonly (readonly [string, number])[] = [
          ['Lite0', 0.771],
          ['Lite0 + flip', 0.803],
          ['Lite2', 0.812],
          ['Lite2 + flip', 0.826],
          ['Lite0 + Lite2', 0.849],
        ];
        for (const [index, [name, accuracy]] of candidates.entries()) {
          if (tools.cancelled()) return undefined;
          tools.point({ kind: 'candidate', name, accuracy, seconds: 4 + 7.3 * index });
          await tools.report({
            stage: 'head',
            text: world.text('Comparing candidates', '正在比较候选模型'),
            done: index + 1,
            total: candidates.length,
            eta_seconds: 2 * (candidates.length - index),
          });
        }
        addModel(world, project);
        return { metrics: project.models.at(-1)?.model.metrics };
      });
    },
    list: async (projectName) =>
      world
        .project(projectName)
        .models.map(({ model }) => model)
        .reverse(),
    report: async (projectName, number) => record(projectName, number).report(world.language()),
    predict: async (projectName, number, picture) => {
      record(projectName, number);
      return makeUpScores(world.project(projectName), picture);
    },
    bundleUrl: (project, number) => `#bundle-${encodeURIComponent(project)}-${number}`,
  };
}

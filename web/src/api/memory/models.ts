import type { Option, Prediction, Score } from '@/model/entities';
import { canBeTrained, findsBoxes, hears } from '@/model/task';
import type { ModelsService } from '../models';
import { findBoxes, makeDetectionReport } from './detection';
import { drawSheet } from './pictures';
import { describeProject } from './projects';
import { makeReport } from './report';
import { eventsIn } from './sounds';
import { fakeHash, type JobTools, madeUpRate, type ProjectRecord, type World } from './world';

/** Scores that depend on the size of a picture or recording alone; a long recording has passages. */
export function makeUpPrediction(project: ProjectRecord, item: Blob, threshold?: number): Prediction {
  const seed = fakeHash(`${item.size}`);
  if (findsBoxes(project)) return { results: findBoxes(seed, threshold) };
  const results = makeUpScores(project, seed);
  const seconds = item.size / 2 / madeUpRate;
  if (!hears(project) || seconds < 5) return { results };
  return { results, passages: eventsIn(seed, seconds).map((event) => ({ ...event, score: 0.83 })) };
}

function makeUpScores(project: ProjectRecord, seed: string): Score[] {
  const raw = describeProject(project).classes.map(({ name }, k) => ({
    name,
    score: (parseInt(seed.slice(k * 2, k * 2 + 2) || '7', 16) / 40) ** 2 + 0.01,
  }));
  const sum = raw.reduce((total, entry) => total + entry.score, 0);
  return raw.map(({ name, score }) => ({ name, score: score / sum })).sort((a, b) => b.score - a.score);
}

function networkOf(project: ProjectRecord): string {
  if (hears(project)) return 'YAMNet + aiSFX';
  return findsBoxes(project) ? 'EfficientNet-Lite0 SSD' : 'EfficientNet-Lite0 + EfficientNet-Lite2';
}

/** Adds the model that a training of the project's pictures would give. */
export function addModel(world: World, project: ProjectRecord): void {
  const { classes } = describeProject(project);
  const items = [...project.items]; // as they are now: the report does not change with later labels
  const number = project.models.length + 1;
  const report = findsBoxes(project) ? makeDetectionReport(items, 'en') : makeReport(classes, items, 'en');
  project.models.push({
    report: (language) => makeReport(classes, items, language),
    detectionReport: (language) => makeDetectionReport(items, language),
    model: {
      number,
      version: number,
      seconds: 41.3 + number,
      name: networkOf(project),
      params: 8_180_000,
      macs: 1_270_000_000,
      bytes: 32_900_000,
      metrics: report.metrics,
      created: world.now(),
    },
  });
}

const inFull = { option: 'mode', value: 'full' } as const;

/** The events of a whole network that learns. */
async function learn(world: World, project: ProjectRecord, tools: JobTools): Promise<unknown> {
  const [epochs, steps] = [6, 5];
  const total = epochs * steps;
  tools.point({ kind: 'forecast', seconds: 180, bytes: 600_000_000, epochs });
  for (let step = 1; step <= total; ++step) {
    if (tools.cancelled()) return undefined;
    const wave = Math.sin(step * 12.9) / 12;
    const accuracy = Math.min(1, 0.9 - 0.65 * Math.exp(-step / 8) + wave);
    const rate = 0.025 * (1 + Math.cos((Math.PI * step) / total));
    tools.point({
      kind: 'step',
      step,
      accuracy,
      loss: 1.7 - 1.5 * accuracy,
      rate,
      'items-per-second': 52 + 20 * wave,
    });
    if (step % steps === 0) {
      const held = 0.86 - 0.5 * Math.exp(-step / 10);
      tools.point({ kind: 'epoch', epoch: step / steps, accuracy: held, loss: 1.8 - 1.5 * held });
    }
    await tools.report({
      stage: 'train',
      text: world.text('Training the network', '正在训练网络'),
      done: step,
      total,
      eta_seconds: (total - step) / 2,
    });
  }
  addModel(world, project);
  return { metrics: project.models.at(-1)?.model.metrics };
}

const detectionOptions = ['mode', 'time-limit', 'seed'];

function trainOptions(world: World): Option[] {
  return [
    {
      name: 'mode',
      type: 'choice',
      default: 'quick',
      choices: ['quick', 'full'],
      visibility: 'simple',
      help: world.text('How to train.', '训练方式。'),
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
    {
      name: 'epochs',
      type: 'integer',
      default: null,
      minimum: 1,
      visibility: 'normal',
      help: world.text('How often the network sees every picture.', '每张图片的训练轮数。'),
      when: inFull,
    },
    {
      name: 'augment',
      type: 'choice',
      default: 'auto',
      choices: ['auto', 'none', 'light', 'strong'],
      visibility: 'normal',
      help: world.text('Change pictures a little at random.', '训练时随机地稍微改变图片。'),
      when: inFull,
    },
    {
      name: 'augment-rotation',
      type: 'number',
      default: null,
      minimum: 0,
      maximum: 180,
      visibility: 'expert',
      help: world.text('Rotate pictures by up to so many degrees.', '随机旋转图片的最大角度。'),
      when: inFull,
    },
  ];
}

function soundOptions(world: World): Option[] {
  const shared = trainOptions(world).filter(({ name }) => name === 'time-limit' || name === 'seed');
  return [
    {
      name: 'mode',
      type: 'choice',
      default: 'thorough',
      choices: ['thorough', 'quick'],
      visibility: 'simple',
      help: world.text('How to train.', '训练方式。'),
    },
    ...shared,
    {
      name: 'window',
      type: 'number',
      default: null,
      minimum: 0.25,
      maximum: 10,
      visibility: 'expert',
      help: world.text('How many seconds the model hears at a time.', '模型每次听取的时长（秒）。'),
    },
  ];
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
    options: async (task): Promise<Option[]> => {
      const options = trainOptions(world);
      if (hears({ task })) return soundOptions(world);
      return findsBoxes({ task }) ? options.filter(({ name }) => detectionOptions.includes(name)) : options;
    },
    augmentation: async (projectName, options, _side, seed) => {
      const project = world.project(projectName);
      const firsts = describeProject(project).classes.map(({ name }) =>
        project.items.find((item) => item.class === name),
      );
      const strength: Record<string, number> = { none: 0, light: 5 };
      const degrees = Number(options['augment-rotation'] ?? strength[options['augment'] ?? ''] ?? 15);
      if (degrees > 180) {
        world.refuse(
          'option-invalid',
          ['The value is out of bounds.', 'Give a number from 0 to 180.'],
          ['取值超出范围。', '请输入 0 到 180 之间的数。'],
          400,
          'augment-rotation',
        );
      }
      const hashes = firsts.slice(0, 3).flatMap((item) => (item ? [item.hash] : []));
      return new Blob([drawSheet(hashes, degrees, seed)], { type: 'image/svg+xml' });
    },
    train: async (projectName, options) => {
      const project = world.project(projectName);
      if (!canBeTrained(describeProject(project))) {
        world.refuse(
          'one-class-only',
          ['Training needs at least two classes.', 'Add pictures of another class.'],
          ['训练至少需要两个类别。', '请添加另一类别的图片。'],
          400,
        );
      }
      if (options['mode'] === 'full') {
        return world.startJob(projectName, 'train', (tools) => learn(world, project, tools));
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
    detectionReport: async (projectName, number) =>
      record(projectName, number).detectionReport(world.language()),
    predict: async (projectName, number, item, threshold) => {
      record(projectName, number);
      return makeUpPrediction(world.project(projectName), item, threshold);
    },
    bundleUrl: (project, number) => `#bundle-${encodeURIComponent(project)}-${number}`,
  };
}

import type { Option } from '@/model/entities';
import type { Draft } from '@/model/option-form';

/** The changes of the training pictures: the choice of how strong, and one strength of each kind. */
export const augmentation = 'augment';
export const isAugmentation = (name: string) => name === augmentation || name.startsWith(`${augmentation}-`);

export type GroupName = 'network' | 'learning' | 'further';

const groups: Readonly<Record<string, GroupName>> = {
  network: 'network',
  start: 'network',
  side: 'network',
  width: 'network',
  depth: 'network',
  epochs: 'learning',
  batch: 'learning',
  rate: 'learning',
  smoothing: 'learning',
  patience: 'learning',
  precision: 'learning',
  processes: 'learning',
};

/** What of the form stands where. An option that is not known here is under "further". */
export interface Arrangement {
  readonly simple: readonly Option[];
  readonly augmentation: readonly Option[];
  readonly strengths: readonly Option[];
  readonly groups: readonly { readonly name: GroupName; readonly options: readonly Option[] }[];
}

export function arrange(options: readonly Option[], draft: Draft): Arrangement {
  const isOf = (option: Option): GroupName | 'simple' | 'augmentation' | 'strengths' | null => {
    if (option.name === augmentation) return 'augmentation';
    if (isAugmentation(option.name)) return 'strengths';
    if (option.name === 'other-from') return draft['other'] === true ? 'simple' : null;
    return option.visibility === 'simple' ? 'simple' : (groups[option.name] ?? 'further');
  };
  const of = (place: string) => options.filter((option) => isOf(option) === place);
  const names: readonly GroupName[] = ['network', 'learning', 'further'];
  return {
    simple: of('simple'),
    augmentation: of('augmentation'),
    strengths: of('strengths'),
    groups: names.map((name) => ({ name, options: of(name) })).filter((group) => group.options.length > 0),
  };
}

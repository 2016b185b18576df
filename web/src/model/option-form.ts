import type { Option } from './entities';

/** What stands in the fields of a form, by option name; an empty field means the default. */
export type Draft = Readonly<Record<string, string | boolean>>;

export function initialDraft(options: readonly Option[]): Draft {
  return Object.fromEntries(
    options.map((option) => [
      option.name,
      option.type === 'flag' ? option.default === true : option.default == null ? '' : String(option.default),
    ]),
  );
}

/** Whether an option counts for what is chosen so far. */
export function counts({ when }: Option, draft: Draft): boolean {
  return when === undefined || draft[when.option] === when.value;
}

/** The body of the request: only what differs from the defaults, so that a default that gets better is used. */
export function toRequest(options: readonly Option[], draft: Draft): Record<string, unknown> {
  const initial = initialDraft(options);
  const request: Record<string, unknown> = {};
  for (const { name, type } of options.filter((option) => counts(option, draft))) {
    const value = draft[name];
    if (value === undefined || value === '' || value === initial[name]) continue;
    request[name] = type === 'integer' || type === 'number' ? Number(value) : value;
  }
  return request;
}

/** "time-limit" → "Time limit" */
export function optionTitle(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const spellings: Readonly<Record<string, string>> = {
  resnet: 'ResNet',
  mobilenet: 'MobileNet',
  shufflenet: 'ShuffleNet',
  squeezenet: 'SqueezeNet',
  efficientnet: 'EfficientNet',
  lite: 'Lite',
};

/** A network, or another choice that has no name of its own: "mobilenet-v3-large" → "MobileNet v3 large" */
export function networkTitle(id: string): string {
  const known = Object.entries(spellings).reduce((text, [from, to]) => text.replace(from, to), id);
  return known === id
    ? optionTitle(id)
    : known.replaceAll('-', ' ').replace(' Lite', '-Lite').replace('ResNet ', 'ResNet-');
}

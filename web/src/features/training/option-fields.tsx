import type { Option } from '@/model/entities';
import { type Draft, networkTitle, optionTitle } from '@/model/option-form';
import { RadioField, SelectField, SwitchField, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { trainingTexts } from './texts';

/** Texts with a few words that mean something; files are for the command line. */
const words: Readonly<Record<string, readonly string[]>> = { start: ['auto', 'nothing', 'shipped'] };

/** Means something else in object detection than elsewhere. */
function helpOf(help: Readonly<Record<string, string>>, task: string, choice: string): string {
  return help[`${task} ${choice}`] ?? help[choice] ?? '';
}

/** The kind of field that the option's declaration asks for. */
function OptionField({
  task,
  option,
  value,
  onChange,
}: {
  readonly task: string;
  readonly option: Option;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
}) {
  const text = useTexts(trainingTexts);
  const { name, help, type } = option;
  const label = text.optionNames[name] ?? optionTitle(name);
  if (type === 'flag')
    return <SwitchField label={label} description={help} value={value === true} onChange={onChange} />;
  const common = { label, value: String(value), onChange };
  const choices = (option.choices ?? words[name] ?? []).map((id) => ({
    id,
    name: text.choiceNames[`${name}=${id}`] ?? networkTitle(id),
    description: helpOf(text.choiceHelp, task, `${name}=${id}`),
  }));
  if (choices.length > 0 && choices.every(({ description }) => description))
    return <RadioField {...common} choices={choices} />;
  if (choices.length > 0) return <SelectField {...common} description={help} choices={choices} />;
  return (
    <TextField
      {...common}
      description={help}
      type={type === 'integer' || type === 'number' ? 'number' : 'text'}
      wholeNumbers={type === 'integer'}
      {...(option.default == null ? { placeholder: text.automatic } : {})}
    />
  );
}

export function OptionFields({
  task,
  options,
  draft,
  onChange,
}: {
  readonly task: string;
  readonly options: readonly Option[];
  readonly draft: Draft;
  readonly onChange: (name: string, value: string | boolean) => void;
}) {
  return options.map((option) => (
    <OptionField
      key={option.name}
      task={task}
      option={option}
      value={draft[option.name] ?? ''}
      onChange={(value) => onChange(option.name, value)}
    />
  ));
}

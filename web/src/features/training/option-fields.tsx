import type { Option } from '@/model/entities';
import { type Draft, optionTitle } from '@/model/option-form';
import { SelectField, SwitchField, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { trainingTexts } from './texts';

/** The kind of field that the option's declaration asks for. */
function OptionField({
  option,
  value,
  onChange,
}: {
  readonly option: Option;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
}) {
  const text = useTexts(trainingTexts);
  const { name, help } = option;
  const label = text.optionNames[name] ?? optionTitle(name);
  switch (option.type) {
    case 'flag':
      return <SwitchField label={label} description={help} value={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <SelectField
          label={label}
          description={help}
          value={String(value)}
          onChange={onChange}
          choices={(option.choices ?? []).map((id) => ({
            id,
            name: text.choiceNames[`${name}=${id}`] ?? optionTitle(id),
          }))}
        />
      );
    case 'integer':
    case 'number':
    case 'duration':
    case 'text':
      return (
        <TextField
          label={label}
          description={help}
          value={String(value)}
          onChange={onChange}
          type={option.type === 'integer' || option.type === 'number' ? 'number' : 'text'}
          {...(option.default == null ? { placeholder: text.automatic } : {})}
        />
      );
  }
}

export function OptionFields({
  options,
  draft,
  onChange,
}: {
  readonly options: readonly Option[];
  readonly draft: Draft;
  readonly onChange: (name: string, value: string | boolean) => void;
}) {
  return options.map((option) => (
    <OptionField
      key={option.name}
      option={option}
      value={draft[option.name] ?? ''}
      onChange={(value) => onChange(option.name, value)}
    />
  ));
}

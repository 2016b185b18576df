import type { Option } from '@/model/entities';
import { optionTitle, type Draft } from '@/model/option-form';
import { SelectField, SwitchField, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { trainingTexts } from './texts';

/** One field per option, of the kind that its declaration asks for. */
export function OptionFields({ options, draft, onChange }: {
  readonly options: readonly Option[];
  readonly draft: Draft;
  readonly onChange: (name: string, value: string | boolean) => void;
}) {
  const text = useTexts(trainingTexts);
  return options.map((option) => {
    const { name, help } = option;
    const label = text.optionNames[name] ?? optionTitle(name);
    const change = (value: string | boolean) => onChange(name, value);
    const value = draft[name] ?? '';
    switch (option.type) {
      case 'flag':
        return <SwitchField key={name} label={label} description={help} value={value === true} onChange={change} />;
      case 'choice':
        return <SelectField key={name} label={label} description={help} value={String(value)} onChange={change}
          choices={(option.choices ?? []).map((id) => ({ id, name: text.choiceNames[`${name}=${id}`] ?? optionTitle(id) }))} />;
      case 'integer':
      case 'number':
      case 'duration':
      case 'text':
        return <TextField key={name} label={label} description={help} value={String(value)} onChange={change}
          type={option.type === 'integer' || option.type === 'number' ? 'number' : 'text'}
          {...(option.default == null ? { placeholder: text.automatic } : {})} />;
    }
  });
}

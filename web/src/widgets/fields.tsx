import type { ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  Form as AriaForm,
  TextField as AriaTextField,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Switch,
  Text,
} from 'react-aria-components';
import { Icon } from './icons';
import { useTexts } from './language';
import { widgetTexts } from './texts';

interface FieldProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A form that the page itself sends. */
export function Form({
  className,
  onSubmit,
  children,
}: {
  readonly className: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  return (
    <AriaForm
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </AriaForm>
  );
}

export function TextField({
  label,
  description,
  error,
  value,
  onChange,
  type = 'text',
  wholeNumbers = false,
  placeholder,
  prefix,
  required = false,
  autoFocus = false,
  autoComplete = 'off',
  inputRef,
}: FieldProps & {
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'number';
  /** Of type number. */
  readonly wholeNumbers?: boolean;
  readonly placeholder?: string;
  /** Shown before what is typed, e.g. the start of an address. */
  readonly prefix?: string;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}) {
  return (
    <AriaTextField
      className="field"
      type={type}
      value={value}
      onChange={onChange}
      isRequired={required}
      autoFocus={autoFocus}
      autoComplete={autoComplete}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <div className="input">
        {prefix && <span className="input-prefix">{prefix}</span>}
        <Input
          {...(type === 'number' ? { step: wholeNumbers ? 1 : 'any' } : {})}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(inputRef ? { ref: inputRef } : {})}
        />
      </div>
      {description && (
        <Text slot="description" className="field-help">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

function Choices({ choices }: { readonly choices: readonly Choice[] }) {
  return (
    <Popover className="popover">
      <ListBox items={choices} className="choices">
        {({ id, name }) => (
          <ListBoxItem id={id} textValue={name} className="choice">
            {name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}

export function SelectField({
  label,
  description,
  value,
  onChange,
  choices,
}: FieldProps & { readonly choices: readonly Choice[] }) {
  return (
    <Select className="field" value={value} onChange={(key) => onChange(String(key))}>
      <Label>{label}</Label>
      <AriaButton className="input select">
        <SelectValue />
        <Icon name="chevron" size={18} />
      </AriaButton>
      {description && (
        <Text slot="description" className="field-help">
          {description}
        </Text>
      )}
      <Choices choices={choices} />
    </Select>
  );
}

/** A choice that matters: all there is, each with a sentence on what it means. */
export function RadioField({
  label,
  value,
  onChange,
  choices,
}: FieldProps & { readonly choices: readonly (Choice & { readonly description: string })[] }) {
  return (
    <RadioGroup className="field radio-field" value={value} onChange={onChange}>
      <Label>{label}</Label>
      <div className="radios">
        {choices.map(({ id, name, description }) => (
          <Radio key={id} value={id} className="radio">
            <span className="radio-mark" />
            <span>
              <span className="radio-name">{name}</span>
              <span className="field-help">{description}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** A text field that suggests what there is and takes what there is not yet. */
export function SuggestField({
  label,
  description,
  value,
  onChange,
  suggestions,
  placeholder,
}: FieldProps & {
  readonly suggestions: readonly string[];
  readonly placeholder?: string;
}) {
  const text = useTexts(widgetTexts);
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      inputValue={value}
      onInputChange={onChange}
      menuTrigger="focus"
    >
      <Label>{label}</Label>
      <div className="input">
        <Input {...(placeholder === undefined ? {} : { placeholder })} />
        <AriaButton className="button quiet icon-only small" aria-label={text.showOptions}>
          <Icon name="chevron" size={18} />
        </AriaButton>
      </div>
      {description && (
        <Text slot="description" className="field-help">
          {description}
        </Text>
      )}
      <Choices choices={suggestions.map((name) => ({ id: name, name }))} />
    </ComboBox>
  );
}

export function SwitchField({
  label,
  description,
  value,
  onChange,
}: {
  readonly label: string;
  readonly description?: string | undefined;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <div className="field">
      <Switch className="switch" isSelected={value} onChange={onChange}>
        <span className="switch-track" />
        {label}
      </Switch>
      {description && <span className="field-help">{description}</span>}
    </div>
  );
}

import { type CSSProperties, type RefObject, useState } from 'react';
import { classColour } from '@/canvas/palette';
import type { Project } from '@/model/entities';
import { Button } from '@/widgets/button';
import { Form, TextField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

const keys = 9;

/** The classes with colour, key and number of boxes or segments; pressing one gives it to what is selected and to what comes next. */
export function ClassPanel({
  project,
  names,
  active,
  isWaiting,
  field,
  onChoose,
  onGiveUp,
}: {
  readonly project: Project;
  readonly names: readonly string[];
  readonly active: string;
  /** Boxes wait for their name. */
  readonly isWaiting: boolean;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onChoose: (name: string) => void;
  /** The field is left without a name. */
  readonly onGiveUp: () => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const marksOf = (name: string) => {
    const found = project.classes.find((entry) => entry.name === name);
    return found?.boxes ?? found?.segments ?? 0;
  };
  return (
    <section
      className="panel"
      aria-label={text.classes}
      onKeyDown={({ key, target, nativeEvent }) => {
        // While characters are put together, it is those that Escape gives up.
        if (key !== 'Escape' || target !== field.current || nativeEvent.isComposing) return;
        setTyped('');
        onGiveUp();
      }}
    >
      <h2>{text.classes}</h2>
      {names.length > 0 && (
        <ul className="label-classes">
          {names.map((name, index) => (
            <li key={name} style={{ '--colour': classColour(index) } as CSSProperties}>
              <button type="button" aria-pressed={name === active} onClick={() => onChoose(name)}>
                <span className="class-colour" />
                <span className="class-name" title={name}>
                  {name}
                </span>
                <span className="bar-value">{format.number(marksOf(name))}</span>
                {index < keys && (
                  <kbd aria-label={text.keyOf(format.number(index + 1))}>{format.number(index + 1)}</kbd>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Form
        className={isWaiting ? 'class-form waiting' : 'class-form'}
        onSubmit={() => {
          const name = typed.trim();
          if (!name) return;
          setTyped('');
          onChoose(name);
        }}
      >
        <TextField
          label={isWaiting ? text.unnamed : text.className}
          description={isWaiting ? text.unnamedHelp : undefined}
          placeholder={text.classPlaceholder}
          value={typed}
          onChange={setTyped}
          inputRef={field}
        />
        <Button type="submit" isDisabled={!typed.trim()}>
          {isWaiting ? text.nameIt : text.addClass}
        </Button>
      </Form>
    </section>
  );
}

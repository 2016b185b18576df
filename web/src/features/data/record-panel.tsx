import { useSyncExternalStore } from 'react';
import type { ChosenFile } from '@/model/upload-plan';
import { Button, IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { RecordButton } from '@/widgets/record-button';
import { SoundClip } from '@/widgets/sound-clip';
import type { Takes } from './takes';
import { dataTexts } from './texts';

/** Records takes, which are listened to and thrown away or added. */
export function RecordPanel({
  label,
  takes,
  onTakes,
}: {
  /** The class that the next takes will have. */
  readonly label: string;
  readonly takes: Takes;
  /** Called with the takes of each class. */
  readonly onTakes: (files: readonly ChosenFile[], label: string) => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const list = useSyncExternalStore(takes.subscribe, takes.snapshot);
  const add = () => {
    for (const name of new Set(list.map((take) => take.label))) {
      const files = list.filter((take) => take.label === name).map(({ file }) => ({ path: file.name, file }));
      onTakes(files, name);
    }
    takes.drop(list);
  };
  return (
    <section className="record-panel" aria-label={text.recordTitle}>
      <div className="record-head">
        <div>
          <h2>{text.recordTitle}</h2>
          <p className="quiet-text">{text.recordHelp(label)}</p>
        </div>
        <RecordButton onTake={(wav) => takes.keep(wav, label)} />
      </div>
      {list.length > 0 && (
        <>
          <ul className="takes" aria-label={text.takes}>
            {list.map((take) => {
              const name = text.take(format.number(take.number));
              return (
                <li key={take.number}>
                  <SoundClip clip={take.clip} name={name} />
                  <span className={take.label ? 'sound-class' : 'sound-class none'}>
                    {take.label || text.unlabelled}
                  </span>
                  <IconButton icon="trash" label={text.dropTake(name)} onPress={() => takes.drop([take])} />
                </li>
              );
            })}
          </ul>
          <div>
            <Button look="primary" onPress={add}>
              {text.addTakes(format.number(list.length), list.length)}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

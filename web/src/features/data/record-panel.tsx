import { useRef, useState } from 'react';
import { shapeOfFile } from '@/audio/shape';
import type { Clip } from '@/model/clip';
import type { ChosenFile } from '@/model/upload-plan';
import { Button, IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { RecordButton } from '@/widgets/record-button';
import { SoundClip } from '@/widgets/sound-clip';
import { dataTexts } from './texts';

const points = 96;

interface Take {
  readonly number: number;
  readonly file: File;
  readonly clip: Clip;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A name that no other take has: the time, and its number in it. */
function nameOf(label: string, number: number, now: Date): string {
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${label.replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'recording'}-${date}-${time}-${number}.wav`;
}

/** Records takes, which are listened to and thrown away or added. */
export function RecordPanel({
  label,
  onTakes,
}: {
  /** The class that they will have. */
  readonly label: string;
  readonly onTakes: (takes: readonly ChosenFile[]) => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const [takes, setTakes] = useState<readonly Take[]>([]);
  const last = useRef(0);
  const keep = (wav: Blob) => {
    const number = ++last.current;
    const file = new File([wav], nameOf(label, number, new Date()), { type: wav.type });
    const url = URL.createObjectURL(wav);
    const shape = {
      queryKey: ['take', url],
      queryFn: async () => (await shapeOfFile(wav, points)) ?? Promise.reject(new Error('cannot be read')),
    };
    setTakes((old) => [...old, { number, file, clip: { id: url, url, shape } }]);
  };
  const drop = (dropped: readonly Take[]) => {
    for (const { clip } of dropped) URL.revokeObjectURL(clip.url);
    setTakes((old) => old.filter((take) => !dropped.includes(take)));
  };
  return (
    <section className="record-panel" aria-label={text.recordTitle}>
      <div className="record-head">
        <div>
          <h2>{text.recordTitle}</h2>
          <p className="quiet-text">{text.recordHelp(label)}</p>
        </div>
        <RecordButton onTake={keep} />
      </div>
      {takes.length > 0 && (
        <>
          <ul className="takes" aria-label={text.takes}>
            {takes.map((take) => {
              const name = text.take(format.number(take.number));
              return (
                <li key={take.number}>
                  <SoundClip clip={take.clip} name={name} />
                  <IconButton icon="trash" label={text.dropTake(name)} onPress={() => drop([take])} />
                </li>
              );
            })}
          </ul>
          <div>
            <Button
              look="primary"
              onPress={() => {
                onTakes(takes.map(({ file }) => ({ path: file.name, file })));
                drop(takes);
              }}
            >
              {text.addTakes(format.number(takes.length), takes.length)}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

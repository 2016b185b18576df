import { useMutation } from '@tanstack/react-query';
import { type CSSProperties, useEffect, useState } from 'react';
import { ear } from '@/audio/ear';
import { shapeOfFile } from '@/audio/shape';
import type { Clip } from '@/model/clip';
import type { Passage, Prediction, Waveform } from '@/model/entities';
import { formatTime } from '@/model/sound-time';
import { endOf } from '@/model/stretch';
import { type ChosenFile, isSound } from '@/model/upload-plan';
import { Bars } from './bars';
import { DropZone } from './drop-zone';
import { useFormat, useTexts } from './language';
import { Notice, ProblemNotice } from './notice';
import { RecordButton } from './record-button';
import { PlayButton, PlayedShape } from './sound-clip';
import { widgetTexts } from './texts';

const points = 240;

interface Tried {
  readonly name: string;
  readonly url: string;
  readonly wave: Waveform | undefined;
  readonly prediction: Prediction;
}

/** What is heard when, on a line as long as the recording, and as a list. */
function Passages({
  passages,
  length,
  url,
  colourOf,
}: {
  readonly passages: readonly Passage[];
  readonly length: number;
  readonly url: string;
  readonly colourOf: (name: string) => string;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const play = ({ begin, seconds }: Passage) =>
    void ear.play({ id: `${url} ${begin}`, url, stretch: { begin, seconds } }).catch(() => undefined);
  return (
    <div className="passages">
      <div className="passage-line" aria-hidden="true">
        {passages.map((passage) => (
          <span
            key={passage.begin}
            title={`${passage.name} ${formatTime(passage.begin, 1)}`}
            style={
              {
                left: `${(passage.begin / length) * 100}%`,
                width: `${(passage.seconds / length) * 100}%`,
                '--colour': colourOf(passage.name),
              } as CSSProperties
            }
          />
        ))}
      </div>
      <p className="quiet-text">{text.passagesHelp}</p>
      <ul className="passage-list" aria-label={text.passages}>
        {passages.map((passage) => (
          <li key={passage.begin} style={{ '--colour': colourOf(passage.name) } as CSSProperties}>
            <button type="button" onClick={() => play(passage)}>
              <span className="class-colour" />
              <span className="class-name">{passage.name}</span>
              <span className="bar-value">
                {formatTime(passage.begin, 1)}–{formatTime(endOf(passage), 1)}
              </span>
              <span className="bar-value">{format.percent(passage.score, 0)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Drop a recording or make one, hear it, and see what `ask` says of it: of all of it, and of its passages if it is long. */
export function ListenBox({
  label,
  ask,
  colourOf,
}: {
  readonly label: string;
  readonly ask: (recording: Blob) => Promise<Prediction>;
  readonly colourOf: (name: string) => string;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const [tried, setTried] = useState<Tried | null>(null);
  const [refused, setRefused] = useState(false);
  const asking = useMutation({
    mutationFn: async ({ name, file }: { readonly name: string; readonly file: Blob }) => {
      const [prediction, wave] = await Promise.all([ask(file), shapeOfFile(file, points)]);
      return { name, wave, prediction, url: URL.createObjectURL(file) };
    },
    onSuccess: setTried,
  });
  useEffect(
    () => () => {
      if (!tried) return;
      ear.stop();
      URL.revokeObjectURL(tried.url);
    },
    [tried],
  );
  const choose = ([chosen]: readonly ChosenFile[]) => {
    if (!chosen) return;
    const fits = isSound(chosen.file.name) || chosen.file.type.startsWith('audio/');
    setRefused(!fits);
    if (fits) asking.mutate({ name: chosen.file.name, file: chosen.file });
  };
  const clip: Clip | null = tried && {
    id: tried.url,
    url: tried.url,
    shape: { queryKey: [tried.url], queryFn: () => Promise.reject(new Error('not asked for')) },
  };
  const passages = tried?.prediction.passages ?? [];
  const last = passages.at(-1);
  const length = tried?.wave?.seconds ?? (last ? endOf(last) : 0);
  return (
    <div className="try-box listen-box">
      <div className="listen-sound">
        <DropZone
          label={label}
          chooseFiles={text.chooseSound}
          accept="audio/*,.wav,.flac,.ogg,.opus,.mp3,.m4a"
          multiple={false}
          compact
          onFiles={choose}
        >
          <p className="drop-zone-title">{text.dropSound}</p>
        </DropZone>
        <RecordButton
          label={text.useMicrophone}
          onTake={(wav) => {
            setRefused(false);
            asking.mutate({ name: text.recorded, file: wav });
          }}
        />
      </div>
      <div className="try-answer" aria-live="polite">
        {refused && <Notice tone="warning" title={text.notASound} />}
        {asking.isPending && (
          <div className="loading">
            <span className="spinner" />
            {text.listening}
          </div>
        )}
        {asking.error && <ProblemNotice error={asking.error} />}
        {tried && clip && (
          <>
            <div className="sound-clip tried">
              <PlayButton clip={clip} name={tried.name} />
              <div>
                <span className="tried-name">{tried.name}</span>
                {tried.wave && <PlayedShape id={clip.id} wave={tried.wave} />}
              </div>
            </div>
            {passages.length > 0 && (
              <Passages passages={passages} length={length} url={tried.url} colourOf={colourOf} />
            )}
            {passages.length > 0 && <h3>{text.wholeRecording}</h3>}
            <Bars
              label={label}
              bars={tried.prediction.results.slice(0, 6).map(({ name, score }, index) => ({
                name,
                share: score,
                value: format.percent(score),
                strong: index === 0,
              }))}
            />
          </>
        )}
      </div>
    </div>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Score } from '@/model/entities';
import type { ChosenFile } from '@/model/upload-plan';
import { Bars } from './bars';
import { DropZone } from './drop-zone';
import { useFormat, useTexts } from './language';
import { Notice, ProblemNotice } from './notice';
import { widgetTexts } from './texts';

/** Drop a picture, see it beside the scores that `ask` gives it. */
export function TryBox({
  label,
  ask,
}: {
  readonly label: string;
  readonly ask: (picture: File) => Promise<readonly Score[]>;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const [picture, setPicture] = useState<{ readonly url: string; readonly name: string } | null>(null);
  const [refused, setRefused] = useState(false);
  const scores = useMutation({ mutationFn: ask });
  useEffect(
    () => () => {
      if (picture) URL.revokeObjectURL(picture.url);
    },
    [picture],
  );
  const take = ([chosen]: readonly ChosenFile[]) => {
    if (!chosen) return;
    const isPicture = chosen.file.type.startsWith('image/');
    setRefused(!isPicture);
    if (!isPicture) return;
    setPicture({ url: URL.createObjectURL(chosen.file), name: chosen.file.name });
    scores.mutate(chosen.file);
  };
  return (
    <div className="try-box">
      <DropZone
        label={label}
        chooseFiles={text.choosePicture}
        accept="image/*"
        multiple={false}
        compact
        onFiles={take}
      >
        {picture ? (
          <img className="try-picture" src={picture.url} alt={picture.name} />
        ) : (
          <p className="drop-zone-title">{text.dropPicture}</p>
        )}
      </DropZone>
      <div className="try-answer" aria-live="polite">
        {refused && <Notice tone="warning" title={text.notAPicture} />}
        {scores.isPending && (
          <div className="loading">
            <span className="spinner" />
            {text.asking}
          </div>
        )}
        {scores.error && <ProblemNotice error={scores.error} />}
        {scores.data && (
          <Bars
            label={label}
            bars={scores.data.slice(0, 6).map(({ name, score }, index) => ({
              name,
              share: score,
              value: format.percent(score),
              strong: index === 0,
            }))}
          />
        )}
      </div>
    </div>
  );
}

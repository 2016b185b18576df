import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Score } from '@/model/entities';
import type { Size } from '@/model/rectangle';
import type { ChosenFile } from '@/model/upload-plan';
import { BoxedPicture } from './boxed-picture';
import { Button } from './button';
import { DropZone } from './drop-zone';
import { useFormat, useTexts } from './language';
import { Notice, ProblemNotice } from './notice';
import { widgetTexts } from './texts';
import { ThresholdSlider } from './threshold-slider';
import { Webcam } from './webcam';

/** Boxes less sure than this are not asked for: the slider can then be moved without asking again. */
const leastAsked = 0.05;

interface Shown {
  readonly url: string;
  readonly name: string;
  readonly size: Size;
  readonly scores: readonly Score[];
}

/** The size that an image has on the screen's grid, upright. */
async function sizeOf(url: string): Promise<Size> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}

/** Drop a picture or turn the camera on, and see the boxes that `ask` finds. */
export function DetectBox({
  label,
  recommended,
  ask,
}: {
  readonly label: string;
  /** Threshold to start with. */
  readonly recommended: number;
  readonly ask: (picture: Blob, threshold: number) => Promise<readonly Score[]>;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const [shown, setShown] = useState<Shown | null>(null);
  const [threshold, setThreshold] = useState(recommended);
  const [refused, setRefused] = useState(false);
  const [filming, setFilming] = useState(false);
  const lastUrl = useRef('');
  const boxes = useMutation({
    mutationFn: (picture: Blob) => ask(picture, Math.min(leastAsked, recommended)),
  });
  useEffect(() => () => URL.revokeObjectURL(lastUrl.current), []);

  /** Shows a picture together with its answer, so that the boxes never lie on another one. */
  const take = async (picture: Blob, name: string) => {
    const url = URL.createObjectURL(picture);
    try {
      const [size, scores] = await Promise.all([sizeOf(url), boxes.mutateAsync(picture)]);
      setShown({ url, name, size, scores });
      URL.revokeObjectURL(lastUrl.current);
      lastUrl.current = url;
    } catch (error) {
      URL.revokeObjectURL(url);
      setFilming(false);
      if (error instanceof DOMException) setRefused(true);
    }
  };
  const choose = ([chosen]: readonly ChosenFile[]) => {
    if (!chosen) return;
    const isPicture = chosen.file.type.startsWith('image/');
    setRefused(!isPicture);
    setFilming(false);
    if (isPicture) void take(chosen.file, chosen.file.name);
  };
  const found = (shown?.scores ?? []).filter(({ score }) => score >= threshold);
  const counts = new Map<string, number>();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (
    <div className="try-box detect-box">
      <div className="detect-picture">
        {shown && (
          <BoxedPicture
            url={shown.url}
            name={shown.name}
            size={shown.size}
            boxes={found.flatMap(({ name, score, location }) =>
              location
                ? [{ location, look: 'right' as const, text: `${name} ${format.percent(score, 0)}` }]
                : [],
            )}
            texts
          />
        )}
        <DropZone
          label={label}
          chooseFiles={text.choosePicture}
          accept="image/*"
          multiple={false}
          compact
          onFiles={choose}
        >
          <p className="drop-zone-title">{text.dropPicture}</p>
        </DropZone>
      </div>
      <div className="try-answer">
        <ThresholdSlider
          label={text.sureness}
          value={threshold}
          recommended={recommended}
          onChange={setThreshold}
        />
        <div>
          <Button icon="camera" aria-pressed={filming} onPress={() => setFilming(!filming)}>
            {filming ? text.stopCamera : text.useCamera}
          </Button>
        </div>
        {filming && <Webcam onPicture={(picture) => take(picture, text.camera)} />}
        {refused && <Notice tone="warning" title={text.notAPicture} />}
        {boxes.isPending && !filming && (
          <div className="loading">
            <span className="spinner" />
            {text.asking}
          </div>
        )}
        {boxes.error && <ProblemNotice error={boxes.error} />}
        {shown && (
          <ul className="found" aria-label={label} aria-live="polite">
            {found.length === 0 && <li className="quiet-text">{text.nothingFound}</li>}
            {[...counts].map(([name, count]) => (
              <li key={name}>
                <span>{name}</span>
                <span className="bar-value">× {format.number(count)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

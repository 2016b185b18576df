import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import type { Option } from '@/model/entities';
import { type Draft, toRequest } from '@/model/option-form';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { isAugmentation } from './option-groups';
import { trainingTexts } from './texts';

const pause = 300;
const sides = { least: 32, most: 512 };

/** The value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

interface Request {
  readonly options: Readonly<Record<string, string>>;
  readonly side?: number;
}

function requestOf(options: readonly Option[], draft: Draft): Request {
  const given = toRequest(options, draft);
  const side = Number(given['side']);
  return {
    options: Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => isAugmentation(name))
        .map(([name, value]) => [name, String(value)]),
    ),
    ...(side > 0 ? { side: Math.round(Math.min(sides.most, Math.max(sides.least, side))) } : {}),
  };
}

/** Pictures of the project as the network will see them; follows the form. */
export function AugmentationPreview({
  project,
  options,
  draft,
}: {
  readonly project: string;
  readonly options: readonly Option[];
  readonly draft: Draft;
}) {
  const text = useTexts(trainingTexts);
  const { models } = useServices();
  const [seed, setSeed] = useState(0);
  const settled = useSettled(JSON.stringify(requestOf(options, draft)));
  const picture = useQuery({
    queryKey: queryKeys.augmentation(project, [settled, seed]),
    queryFn: ({ signal }) => {
      const request = JSON.parse(settled) as Request;
      return models.augmentation(project, request.options, request.side, seed, signal);
    },
    placeholderData: keepPreviousData,
  });
  const url = useObjectUrl(picture.data);
  const choice = String(draft['augment']);
  return (
    <figure className="augmentation-preview" aria-busy={picture.isFetching}>
      {picture.error ? (
        <ProblemNotice error={picture.error} />
      ) : (
        url && <img src={url} alt={text.previewAlt(text.choiceNames[`augment=${choice}`] ?? choice)} />
      )}
      <figcaption>
        <p className="field-help">{text.previewHelp}</p>
        <Button onPress={() => setSeed((old) => old + 1)}>{text.showOthers}</Button>
      </figcaption>
    </figure>
  );
}

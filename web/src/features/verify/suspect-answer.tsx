import { useMutation, useQuery } from '@tanstack/react-query';
import { stretchOf } from '@/api/clips';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { Segment, Suspect } from '@/model/entities';
import { formatTime } from '@/model/sound-time';
import { type Stretch, shortest } from '@/model/stretch';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { verifyTexts } from './texts';

/** What a doubted label has become since the model was trained. */
interface LabelNow {
  /** undefined: there is none. */
  readonly name: string | undefined;
  readonly change: (to: string) => Promise<unknown>;
}

/** Reports may have been rounded; segments are placed to the millisecond. */
function isAt(segment: Segment, { begin, seconds }: Stretch): boolean {
  const isNear = (a: number, b: number) => Math.abs(a - b) < shortest / 2;
  return isNear(segment.begin, begin) && isNear(segment.seconds, seconds);
}

/** Finds the label of the item, or of its segment; null when that is gone. */
function useLabelNow(project: string, suspect: Suspect) {
  const { data } = useServices();
  const { hash, label } = suspect;
  const stretch = stretchOf(suspect);
  const ofItem = async (): Promise<LabelNow | null> => {
    const [item] = (await data.items(project, { hash }, 0, 1)).items;
    if (!item) return null;
    if (!stretch) return { name: item.class, change: (to) => data.label(project, item.id, to) };
    const stored = await data.segments(project, item.id);
    const there = stored.segments.filter((segment) => isAt(segment, stretch));
    const segment = there.find(({ name }) => name === label) ?? there[0];
    if (!segment) return null;
    const changed = (to: string) =>
      stored.segments.map((each) => (each === segment ? { ...each, name: to } : each));
    return {
      name: segment.name,
      change: (to) => data.putSegments(project, item.id, { ...stored, segments: changed(to) }),
    };
  };
  return useQuery({
    queryKey: [...queryKeys.items(project, { hash }), 'label', label, stretch],
    queryFn: ofItem,
  });
}

/** What can be done about the label, or what has been done since the model was trained. */
export function SuspectAnswer({
  project,
  suspect,
  onKeep,
}: {
  readonly project: string;
  readonly suspect: Suspect;
  readonly onKeep: () => void;
}) {
  const text = useTexts(verifyTexts);
  const renew = useRenewProject(project);
  const { label, suspected, begin } = suspect;
  const name = begin === undefined ? suspect.name : `${suspect.name} ${text.from(formatTime(begin, 1))}`;
  const found = useLabelNow(project, suspect);
  const change = useMutation({
    mutationFn: (now: LabelNow) => now.change(suspected),
    // After a refusal as well: somebody else has changed it then.
    onSettled: renew,
  });
  if (change.error) return <ProblemNotice error={change.error} onRetry={change.reset} />;
  if (found.error) return <ProblemNotice error={found.error} />;
  const now = found.data;
  if (now === undefined) return null;
  if (now === null) return <span>{text.gone}</span>;
  if (now.name !== label) {
    return <span role="status">{now.name ? text.changedTo(now.name) : text.noLabel}</span>;
  }
  return (
    <>
      <Button
        aria-label={text.changeOf(name, suspected)}
        isPending={change.isPending}
        onPress={() => change.mutate(now)}
      >
        {text.change}
      </Button>
      <Button look="quiet" aria-label={text.keepOf(name, label)} onPress={onKeep}>
        {text.keep}
      </Button>
    </>
  );
}

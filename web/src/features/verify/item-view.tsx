import { stretchOf, useClips } from '@/api/clips';
import { useServices } from '@/api/context';
import { formatTime } from '@/model/sound-time';
import { useTexts } from '@/widgets/language';
import { SoundClip } from '@/widgets/sound-clip';
import { verifyTexts } from './texts';

interface Shown {
  readonly hash: string;
  readonly name: string;
  readonly group?: string;
  readonly begin?: number;
  readonly seconds?: number;
}

export type ItemView = typeof PictureView;

/** A picture to be seen. */
export function PictureView({ project, item }: { readonly project: string; readonly item: Shown }) {
  const { data } = useServices();
  return <img src={data.pictureUrl(project, item.hash, 320)} alt={item.name} loading="lazy" />;
}

/** A recording, or the segment of it that was judged, to be heard. */
export function SoundView({ project, item }: { readonly project: string; readonly item: Shown }) {
  const text = useTexts(verifyTexts);
  const clip = useClips(project)(item.hash, stretchOf(item));
  const facts = [
    item.name.split('/').at(-1),
    item.begin !== undefined && text.from(formatTime(item.begin, 1)),
    item.group,
  ].filter(Boolean);
  return (
    <>
      <SoundClip clip={clip} name={item.name} />
      <p className="heard-name" title={item.name}>
        {facts.join(' · ')}
      </p>
    </>
  );
}

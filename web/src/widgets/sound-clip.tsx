import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState, useSyncExternalStore } from 'react';
import { ear } from '@/audio/ear';
import type { Clip } from '@/model/clip';
import type { Waveform } from '@/model/entities';
import { outlineOf } from '@/model/waveform';
import { Icon } from './icons';
import { useTexts } from './language';
import { widgetTexts } from './texts';

const frame = { width: 240, height: 64 };

/** How much of a clip has been heard; null while it does not play. */
function useHeard(id: string): number | null {
  return useSyncExternalStore(ear.subscribe, () => ear.shareOf(id));
}

/** The shape of a recording; the part that has been heard in another colour. */
function WaveShape({ wave, heard = null }: { readonly wave: Waveform; readonly heard?: number | null }) {
  const clip = useId();
  const { width, height } = frame;
  const path = outlineOf(wave, width, height);
  return (
    <svg className="wave" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
      {heard !== null && (
        <>
          <clipPath id={clip}>
            <rect width={width * heard} height={height} />
          </clipPath>
          <path className="heard" d={path} clipPath={`url(#${clip})`} />
        </>
      )}
    </svg>
  );
}

/** The shape of what the page has already, as it is heard. */
export function PlayedShape({ id, wave }: { readonly id: string; readonly wave: Waveform }) {
  return <WaveShape wave={wave} heard={useHeard(id)} />;
}

/** The shape of a clip, once it is there. */
export function ClipShape({ clip }: { readonly clip: Clip }) {
  const heard = useHeard(clip.id);
  const shape = useQuery({ ...clip.shape, staleTime: Infinity });
  return shape.data ? <WaveShape wave={shape.data} heard={heard} /> : <span className="wave" />;
}

/** Plays a clip, and stops it; a clip that is no longer to be seen is not heard either. */
export function PlayButton({ clip, name }: { readonly clip: Clip; readonly name: string }) {
  const text = useTexts(widgetTexts);
  const heard = useHeard(clip.id);
  const [mute, setMute] = useState(false);
  useEffect(() => () => ear.stop(clip.id), [clip.id]);
  const isPlaying = heard !== null;
  const label = isPlaying ? text.stopOf(name) : text.playOf(name);
  return (
    <button
      type="button"
      className="play-button"
      aria-label={mute ? `${label}: ${text.cannotPlay}` : label}
      title={mute ? text.cannotPlay : undefined}
      data-playing={isPlaying || undefined}
      onClick={(event) => {
        event.stopPropagation();
        setMute(false);
        if (isPlaying) ear.stop();
        else ear.play(clip).catch(() => setMute(true));
      }}
    >
      <Icon name={mute ? 'warning' : isPlaying ? 'stop' : 'play'} size={18} />
    </button>
  );
}

/** A clip to be seen and played. */
export function SoundClip({ clip, name }: { readonly clip: Clip; readonly name: string }) {
  return (
    <div className="sound-clip">
      <PlayButton clip={clip} name={name} />
      <ClipShape clip={clip} />
    </div>
  );
}

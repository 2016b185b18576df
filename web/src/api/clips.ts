import { useCallback } from 'react';
import type { Clip } from '@/model/clip';
import type { Stretch } from '@/model/stretch';
import { queryKeys, useServices } from './context';

const points = 96;

/** Of a labelled segment; undefined of a whole recording. */
export function stretchOf(of: { readonly begin?: number; readonly seconds?: number }): Stretch | undefined {
  const { begin, seconds } = of;
  return begin === undefined || seconds === undefined ? undefined : { begin, seconds };
}

/** Makes clips of the project's recordings, known by the hash of what is in them. */
export function useClips(project: string): (hash: string, stretch?: Stretch) => Clip {
  const { data } = useServices();
  return useCallback(
    (hash, stretch) => ({
      id: `${project} ${hash} ${stretch ? stretch.begin : ''}`,
      url: data.audioUrl(project, hash),
      ...(stretch ? { stretch } : {}),
      shape: {
        queryKey: queryKeys.waveform(project, hash, stretch),
        queryFn: () => data.waveform(project, hash, stretch, points),
      },
    }),
    [data, project],
  );
}

import { useState } from 'react';
import type { Suspect } from '@/model/entities';

const nameOf = ({ hash, label, begin }: Suspect) =>
  begin === undefined ? `${hash} ${label}` : `${hash} ${label} ${begin}`;

function load(key: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * The doubted labels that the user has looked at and kept: the next model would doubt them again. Remembered by the browser;
 * where storage is forbidden, as long as the page lasts.
 */
export function useKeptLabels(project: string) {
  const key = `easel-kept-labels/${project}`;
  const [kept, setKept] = useState(() => load(key));
  return {
    has: (suspect: Suspect) => kept.includes(nameOf(suspect)),
    add: (suspect: Suspect) => {
      const next = [...kept, nameOf(suspect)];
      setKept(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        return;
      }
    },
  };
}

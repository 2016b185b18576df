import { useRef, useState } from 'react';
import { useRenewProject, useServices } from '@/api/context';
import type { Project } from '@/model/entities';
import { Problem } from '@/model/problem';
import { findsBoxes, hears } from '@/model/task';
import { type ChosenFile, type Content, planUploads, type Upload } from '@/model/upload-plan';

const parallel = 4;

function contentOf(project: Pick<Project, 'task'>): Content {
  if (hears(project)) return 'sounds';
  return findsBoxes(project) ? 'boxed-pictures' : 'pictures';
}

export interface RunningUpload {
  readonly id: number;
  readonly upload: Upload;
  /** Share of the bytes that is out; undefined while it waits for its turn. */
  readonly sent: number | undefined;
  readonly problem: Problem | null;
}

/**
 * Sends what the user chose, four requests at a time. An upload leaves the list when the server has taken it over as a job,
 * or stays with its problem until it is dismissed or tried again.
 */
export function useUploads({ name: project, task }: Project) {
  const { data } = useServices();
  const renew = useRenewProject(project);
  const [uploads, setUploads] = useState<readonly RunningUpload[]>([]);
  const [refused, setRefused] = useState(0);
  const waiting = useRef<{ readonly id: number; readonly upload: Upload; readonly abort: AbortController }[]>(
    [],
  );
  const controllers = useRef(new Map<number, AbortController>());
  const busy = useRef(0);
  const lastId = useRef(0);

  const change = (id: number, changes: Partial<RunningUpload>) =>
    setUploads((all) => all.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)));
  const dismiss = (id: number) => {
    controllers.current.get(id)?.abort();
    controllers.current.delete(id);
    waiting.current = waiting.current.filter((entry) => entry.id !== id);
    setUploads((all) => all.filter((entry) => entry.id !== id));
  };

  const run = async () => {
    if (busy.current >= parallel) return;
    busy.current += 1;
    for (let next = waiting.current.shift(); next; next = waiting.current.shift()) {
      const { id, upload, abort } = next;
      change(id, { sent: 0 });
      try {
        await data.upload(project, upload, (sent) => change(id, { sent }), abort.signal);
        dismiss(id);
        await renew();
      } catch (error) {
        if (!abort.signal.aborted) change(id, { problem: Problem.from(error) });
      }
    }
    busy.current -= 1;
  };

  const start = (list: readonly Upload[]) => {
    const added = list.map((upload) => ({ id: ++lastId.current, upload, abort: new AbortController() }));
    for (const { id, abort } of added) controllers.current.set(id, abort);
    waiting.current.push(...added);
    setUploads((all) => [
      ...all,
      ...added.map(({ id, upload }) => ({ id, upload, sent: undefined, problem: null })),
    ]);
    for (let k = 0; k < parallel; ++k) void run();
  };

  return {
    uploads,
    refused,
    dismiss,
    add: (files: readonly ChosenFile[], label: string) => {
      const plan = planUploads(files, label.trim(), contentOf({ task }));
      setRefused(plan.refused.length);
      start(plan.uploads);
    },
    retry: (id: number) => {
      const entry = uploads.find((candidate) => candidate.id === id);
      dismiss(id);
      if (entry) start([entry.upload]);
    },
  };
}

import type { Draft, DraftStore } from '../drafts';

/** Lasts as long as the page. */
export function memoryDrafts(): DraftStore {
  const drafts = new Map<string, Draft>();
  return {
    load: async (project, hash) => drafts.get(`${hash} ${project}`),
    save: async (draft) => void drafts.set(`${draft.hash} ${draft.project}`, draft),
    pending: async (project) =>
      [...drafts.values()].filter((draft) => draft.pending && draft.project === project),
  };
}

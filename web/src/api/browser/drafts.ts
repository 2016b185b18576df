import type { Edit } from '@/model/label-edit';
import type { Draft, DraftStore } from '../drafts';
import { memoryDrafts } from '../memory/drafts';

/** A draft without its edits, each of which is a record of its own: one more edit is one more record. */
type DraftRecord = Omit<Draft, 'history'> & {
  readonly now: Draft['history']['now'];
  readonly done: number;
  readonly edits: number;
  /** Present while pending, so that an index finds it. */
  readonly waits?: 1;
};

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the draft was not stored'));
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the draft cannot be read'));
  });
}

type Old = { readonly boxes?: unknown };

const renamed = ({ boxes, ...rest }: Old) => (boxes === undefined ? rest : { ...rest, marks: boxes });

/** What an earlier version of the studio has left. */
function renameBoxes(transaction: IDBTransaction): void {
  const each = (store: string, change: (record: never) => unknown) => {
    const request = transaction.objectStore(store).openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      cursor.update(change(cursor.value as never));
      cursor.continue();
    };
  };
  each('edits', renamed);
  each('drafts', ({ now, sent, ...rest }: { readonly now: Old; readonly sent?: Old }) => ({
    ...rest,
    now: renamed(now),
    ...(sent ? { sent: renamed(sent) } : {}),
  }));
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('easel-drafts', 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion === 1 && request.transaction) {
      renameBoxes(request.transaction);
      return;
    }
    const drafts = request.result.createObjectStore('drafts', { keyPath: ['project', 'hash'] });
    drafts.createIndex('waiting', ['project', 'waits']);
    request.result.createObjectStore('edits');
  };
  return new Promise((resolve, reject) => {
    request.onblocked = () => reject(new Error('an older page of the studio keeps the drafts'));
    answer(request).then((database) => {
      // Nor does this page keep them from a newer one.
      database.onversionchange = () => database.close();
      resolve(database);
    }, reject);
  });
}

/**
 * Drafts in IndexedDB. Where the browser forbids it (private windows, strict settings), or a page of an older studio
 * is still open, they last as long as the page.
 */
export function browserDrafts(): DraftStore {
  const fallback = memoryDrafts();
  const database = 'indexedDB' in globalThis ? open().catch(() => undefined) : Promise.resolve(undefined);
  // What is on the disk already, by draft: edits never change, so only those that are new are written.
  const stored = new Map<string, readonly Edit<unknown>[]>();
  const keyOf = ({ project, hash }: Pick<Draft, 'project' | 'hash'>) => `${hash} ${project}`;
  const editsOf = (project: string, hash: string, first: number) =>
    IDBKeyRange.bound([project, hash, first], [project, hash, Infinity]);

  const whole = async (db: IDBDatabase, record: DraftRecord): Promise<Draft> => {
    const { now, done, edits: _, waits: __, ...rest } = record;
    const edits = await answer<Edit<unknown>[]>(
      db
        .transaction('edits')
        .objectStore('edits')
        .getAll(editsOf(rest.project, rest.hash, 0)),
    );
    stored.set(keyOf(rest), edits);
    return { ...rest, history: { now, done, edits } };
  };
  return {
    load: async (project, hash) => {
      const db = await database;
      if (!db) return fallback.load(project, hash);
      const record = await answer<DraftRecord | undefined>(
        db.transaction('drafts').objectStore('drafts').get([project, hash]),
      );
      return record && whole(db, record);
    },
    save: async (draft) => {
      const db = await database;
      if (!db) return fallback.save(draft);
      const { history, ...rest } = draft;
      const { edits } = history;
      const before = stored.get(keyOf(draft)) ?? [];
      let same = 0;
      while (same < edits.length && edits[same] === before[same]) same += 1;
      stored.set(keyOf(draft), edits);
      const transaction = db.transaction(['drafts', 'edits'], 'readwrite');
      const record: DraftRecord = {
        ...rest,
        now: history.now,
        done: history.done,
        edits: edits.length,
        ...(draft.pending ? { waits: 1 } : {}),
      };
      transaction.objectStore('drafts').put(record);
      const store = transaction.objectStore('edits');
      if (same < before.length || before.length === 0) store.delete(editsOf(draft.project, draft.hash, same));
      for (let k = same; k < edits.length; ++k) store.put(edits[k], [draft.project, draft.hash, k]);
      transaction.commit();
      await finished(transaction).catch((error: unknown) => {
        stored.delete(keyOf(draft));
        throw error;
      });
    },
    pending: async (project) => {
      const db = await database;
      if (!db) return fallback.pending(project);
      const index = db.transaction('drafts').objectStore('drafts').index('waiting');
      const records = await answer<DraftRecord[]>(index.getAll([project, 1]));
      return Promise.all(records.map((record) => whole(db, record)));
    },
  };
}

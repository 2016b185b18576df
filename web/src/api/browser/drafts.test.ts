import { afterEach, expect, test, vi } from 'vitest';
import type { Draft } from '../drafts';
import { browserDrafts } from './drafts';

const draft: Draft = {
  project: 'Balls',
  item: 1,
  hash: 'ab',
  revision: 0,
  pending: true,
  history: { now: { labelled: true, marks: [] }, edits: [], done: 0 },
};

/** IndexedDB that answers by calling `handler` of the request, with `database` as what it opened. */
function stubDatabase(handler: 'onblocked' | 'onsuccess', database: object = {}) {
  const request: { result: object; onblocked?: () => void; onsuccess?: () => void } = { result: database };
  const open = () => {
    setTimeout(() => request[handler]?.());
    return request;
  };
  vi.stubGlobal('indexedDB', { open });
}

afterEach(() => vi.unstubAllGlobals());

test('a page of an older studio does not keep one waiting', async () => {
  stubDatabase('onblocked');
  const drafts = browserDrafts();
  await drafts.save(draft);
  expect(await drafts.load('Balls', 'ab')).toEqual(draft);
});

test('a page of a newer studio is made way for', async () => {
  const database = { close: vi.fn(), onversionchange: () => {} };
  stubDatabase('onsuccess', database);
  browserDrafts();
  await vi.waitFor(() => {
    database.onversionchange();
    expect(database.close).toHaveBeenCalled();
  });
});

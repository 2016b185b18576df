import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';

beforeEach(() => {
  window.location.hash = '';
  localStorage.clear();
});
afterEach(cleanup);

// jsdom has no object addresses and does not scroll; what is shown by them is for the browser tests to see.
URL.createObjectURL = () => 'blob:picture';
URL.revokeObjectURL = () => undefined;
window.scrollTo = () => undefined;

// Failures show the message, not the whole page.
configure({ getElementError: (message) => new Error(message ?? '') });

// jsdom has no CSS.escape; what is escaped in tests are plain ids.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

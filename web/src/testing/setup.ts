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

// Failures show the message, not the whole page; on a busy machine things take their time.
configure({ asyncUtilTimeout: 5000, getElementError: (message) => new Error(message ?? '') });

// jsdom has no CSS.escape; what is escaped in tests are plain ids.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

// jsdom draws nothing and lays nothing out; what is drawn is for the browser tests to see.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Image.prototype.decode = () => Promise.resolve();
const pencil = new Proxy(
  {},
  { get: (_, name) => (name === 'measureText' ? () => ({ width: 30 }) : () => undefined), set: () => true },
);
HTMLCanvasElement.prototype.getContext = (() =>
  pencil) as unknown as typeof HTMLCanvasElement.prototype.getContext;

// jsdom plays nothing.
Object.assign(HTMLMediaElement.prototype, {
  play: async () => undefined,
  pause: () => undefined,
  load: () => undefined,
});

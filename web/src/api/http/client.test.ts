import { afterEach, expect, test, vi } from 'vitest';
import type { Language } from '@/model/language';
import { createApiClient, dataOf } from './client';

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown) {
  const requests: Request[] = [];
  vi.stubGlobal(
    'Request',
    class extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'http://easel.test') : input, init);
      }
    },
  );
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request);
    return Promise.resolve(status === 204 ? new Response(null, { status }) : Response.json(body, { status }));
  });
  return requests;
}

function client(language: Language, onLoggedOut = () => undefined) {
  return createApiClient({ language: () => language, onLoggedOut });
}

test('every request carries the language and the mark against forged forms', async () => {
  const [requests, api] = [answer(200, []), client('zh')];
  expect(await dataOf(api.GET('/projects'))).toEqual([]);
  expect(requests[0]?.headers.get('Accept-Language')).toBe('zh-CN');
  expect(requests[0]?.headers.get('X-Easel-Request')).toBe('1');
});

test('a refusal becomes a problem with its details', async () => {
  answer(409, { error: { code: 'project-exists', message: 'm', hint: 'h', item: 'Pets' } });
  await expect(
    dataOf(client('en').POST('/projects', { body: { name: 'Pets', task: 't' } })),
  ).rejects.toMatchObject({ code: 'project-exists', message: 'm', hint: 'h', item: 'Pets', status: 409 });
});

test('a refusal without details still has a code', async () => {
  answer(502, 'bad gateway');
  await expect(dataOf(client('en').GET('/projects'))).rejects.toMatchObject({
    code: 'http-502',
    status: 502,
  });
});

test('an empty answer is fine where nothing is expected', async () => {
  answer(204, null);
  await expect(
    dataOf(client('en').DELETE('/tokens/{name}', { params: { path: { name: 'x' } } })),
  ).resolves.toBeUndefined();
});

test('only a lost session, not a wrong password, logs out', async () => {
  const onLoggedOut = vi.fn();
  answer(401, { error: { code: 'unauthorized', message: 'm', hint: 'h' } });
  const api = client('en', onLoggedOut);
  await expect(dataOf(api.POST('/session', { body: { password: 'x' } }))).rejects.toMatchObject({
    status: 401,
  });
  expect(onLoggedOut).not.toHaveBeenCalled();
  await expect(dataOf(api.GET('/projects'))).rejects.toMatchObject({ status: 401 });
  expect(onLoggedOut).toHaveBeenCalledOnce();
});

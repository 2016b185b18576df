import { afterEach, expect, test, vi } from 'vitest';
import type { JobEvent } from '@/model/entities';
import type { Connection } from './client';
import { watchJob } from './event-stream';

const job = (state: string) =>
  `event: job\ndata: ${JSON.stringify({ id: 4, kind: 'train', project: 'p', state, attempt: 1, created: 0 })}\n\n`;
const point = (id: number) => `id: ${id}\nevent: point\ndata: {"accuracy":0.${id}}\n\n`;

interface Answer {
  readonly status?: number;
  readonly text: string;
  readonly breaks?: boolean;
}

/** A server that gives these answers one after the other. */
function answerWith(answers: (Answer | 'refused')[]) {
  const asked: (string | null)[] = [];
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('Last-Event-ID'));
    const answer = answers.shift() ?? 'refused';
    if (answer === 'refused') return Promise.reject(new TypeError('Failed to fetch'));
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(answer.text));
        if (answer.breaks) setTimeout(() => controller.error(new TypeError('network error')));
        else controller.close();
      },
    });
    return Promise.resolve(new Response(body, { status: answer.status ?? 200 }));
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

async function collect(onLoggedOut = () => undefined): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  const connection: Connection = { language: () => 'en', onLoggedOut };
  for await (const event of watchJob(connection, 4, new AbortController().signal)) events.push(event);
  return events;
}

const names = (events: readonly JobEvent[]) =>
  events.map((event) => (event.type === 'job' ? event.job.state : event.sequence));

test('goes on where the line broke, through a restart of the server, and repeats nothing', async () => {
  const asked = answerWith([
    { text: job('running') + point(1) + point(2), breaks: true },
    'refused',
    { status: 503, text: '{}' },
    { text: point(2) + point(3) + job('done') },
  ]);
  expect(names(await collect())).toEqual(['running', 1, 2, 3, 'done']);
  expect(asked).toEqual([null, '2', '2', '2']);
});

test('a refusal ends it with its problem', async () => {
  answerWith([{ status: 404, text: '{"error":{"code":"job-unknown","message":"m","hint":"h"}}' }]);
  await expect(collect()).rejects.toMatchObject({ code: 'job-unknown', status: 404 });
});

test('a lost session is reported', async () => {
  answerWith([{ status: 401, text: '{"error":{"code":"unauthorized","message":"m","hint":"h"}}' }]);
  const onLoggedOut = vi.fn();
  await expect(collect(onLoggedOut)).rejects.toMatchObject({ status: 401 });
  expect(onLoggedOut).toHaveBeenCalledOnce();
});

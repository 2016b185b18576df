import type { Job, JobEvent, Point } from '@/model/entities';
import { Problem } from '@/model/problem';
import { EventParser } from '@/model/sse';
import { isActive } from '@/model/step-state';
import { basePath, type Connection, problemOf, requestHeaders } from './client';

const longestPause = 5000;

/** Resolves after the time, or at once when aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

async function* readOnce(
  connection: Connection,
  id: number,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const headers = { ...requestHeaders(connection), ...(after > 0 ? { 'Last-Event-ID': String(after) } : {}) };
  const response = await fetch(`${basePath}/jobs/${id}/events`, { headers, signal });
  if (!response.ok || !response.body) {
    if (response.status === 401) connection.onLoggedOut();
    throw problemOf(await response.json().catch(() => null), response.status);
  }
  const parser = new EventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.push(value)) {
      if (event.type === 'job') yield { type: 'job', job: JSON.parse(event.data) as Job };
      if (event.type === 'point') {
        yield { type: 'point', sequence: Number(event.id), point: JSON.parse(event.data) as Point };
      }
    }
  }
}

/**
 * A job's events. Not EventSource: it cannot send the reader's language, and it gives up when a restarting server
 * answers with an error.
 */
export async function* watchJob(
  connection: Connection,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  let after = 0;
  let wait = 250;
  while (!signal.aborted) {
    try {
      for await (const event of readOnce(connection, id, after, signal)) {
        wait = 250;
        if (event.type === 'point') {
          if (event.sequence <= after) continue;
          after = event.sequence;
        }
        yield event;
        if (event.type === 'job' && !isActive(event.job)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = Problem.from(error);
      if (problem.status >= 400 && problem.status < 500) throw problem;
    }
    await pause(wait, signal);
    wait = Math.min(2 * wait, longestPause);
  }
}

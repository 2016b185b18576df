import createClient, { type Client } from 'openapi-fetch';
import { type Language, languageTags } from '@/model/language';
import { Problem } from '@/model/problem';
import type { components, paths } from '../schema';

export const basePath = '/api/v1';

/** What every request needs: the reader's language, and the word to the one who shows the login page. */
export interface Connection {
  readonly language: () => Language;
  readonly onLoggedOut: () => void;
}

export type ApiClient = Client<paths>;

/** Headers of a request that is not made by the client below. */
export function requestHeaders({ language }: Connection): Record<string, string> {
  return { 'Accept-Language': languageTags[language()], 'X-Easel-Request': '1' };
}

export function createApiClient(connection: Connection): ApiClient {
  const client = createClient<paths>({ baseUrl: basePath });
  client.use({
    onRequest({ request }) {
      for (const [name, value] of Object.entries(requestHeaders(connection)))
        request.headers.set(name, value);
      return request;
    },
    onResponse({ response, schemaPath }) {
      if (response.status === 401 && schemaPath !== '/session') connection.onLoggedOut();
    },
  });
  return client;
}

/** The Problem in the body of a refusal, however it came about. */
export function problemOf(body: unknown, status: number): Problem {
  const error = (body as Partial<components['schemas']['ErrorReply']> | null | undefined)?.error;
  return error
    ? new Problem(error, status)
    : new Problem({ code: `http-${status}`, message: '', hint: '' }, status);
}

interface Reply<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of a reply; a refusal or a dead line rejects with a Problem. */
export async function dataOf<T>(reply: Promise<Reply<T>>): Promise<T> {
  const { data, error, response } = await reply.catch((reason: unknown) =>
    Promise.reject(Problem.from(reason)),
  );
  if (!response.ok) throw problemOf(error, response.status);
  return data as T;
}

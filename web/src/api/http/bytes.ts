import { Problem } from '@/model/problem';
import { basePath, type Connection, problemOf, requestHeaders } from './client';

/**
 * Posts bytes and returns the JSON answer. XMLHttpRequest, because fetch tells nothing of the bytes that have gone out.
 */
export function postBytes<T>(
  connection: Connection,
  path: string,
  body: Blob,
  options: {
    readonly onProgress?: (share: number) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${basePath}${path}`);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(requestHeaders(connection)))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) =>
      options.onProgress?.(event.total > 0 ? event.loaded / event.total : 1);
    request.onload = () => {
      if (request.status === 401) connection.onLoggedOut();
      if (request.status < 300) resolve(request.response as T);
      else reject(problemOf(request.response, request.status));
    };
    request.onerror = () => reject(Problem.unreachable());
    request.onabort = () => reject(new Problem({ code: 'cancelled', message: '', hint: '' }));
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

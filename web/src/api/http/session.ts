import type { SessionService } from '../session';
import { type ApiClient, dataOf } from './client';

export function httpSession(client: ApiClient): SessionService {
  return {
    state: async () => (await dataOf(client.GET('/session'))).state,
    logIn: async (password) => void (await dataOf(client.POST('/session', { body: { password } }))),
    logOut: async () => void (await dataOf(client.DELETE('/session'))),
    setUp: async (token, password) =>
      void (await dataOf(client.POST('/setup', { body: { token, password } }))),
  };
}

import type { CredentialsService } from '../credentials';
import { type ApiClient, dataOf } from './client';

export function httpCredentials(client: ApiClient): CredentialsService {
  return {
    tokens: () => dataOf(client.GET('/tokens')),
    createToken: async (name) => (await dataOf(client.POST('/tokens', { body: { name } }))).token,
    revokeToken: async (name) =>
      void (await dataOf(client.DELETE('/tokens/{name}', { params: { path: { name } } }))),
    keys: () => dataOf(client.GET('/keys')),
    createKey: (name) => dataOf(client.POST('/keys', { body: { name } })),
    deleteKey: async (id) => void (await dataOf(client.DELETE('/keys/{id}', { params: { path: { id } } }))),
  };
}

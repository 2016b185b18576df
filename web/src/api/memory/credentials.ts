import type { CredentialsService } from '../credentials';
import { fakeHash, type World } from './world';

export function memoryCredentials(world: World): CredentialsService {
  return {
    tokens: async () => world.tokens,
    createToken: async (name) => {
      if (world.tokens.some((token) => token.name === name)) {
        world.refuse(
          'token-exists',
          ['There is a token of this name.', 'Choose another name.'],
          ['已有同名令牌。', '请换一个名称。'],
          409,
          name,
        );
      }
      world.tokens = [...world.tokens, { name, expires: 0 }];
      return `ezl_${fakeHash(name).slice(0, 40)}`;
    },
    revokeToken: async (name) => {
      world.tokens = world.tokens.filter((token) => token.name !== name);
    },
    keys: async () => world.keys,
    createKey: async (name) => {
      const id = fakeHash(`id ${name} ${world.keys.length}`).slice(0, 24);
      world.keys = [...world.keys, { id, name, created: world.now() }];
      return { client_id: id, client_secret: fakeHash(`secret ${name}`).slice(0, 32) };
    },
    deleteKey: async (id) => {
      world.keys = world.keys.filter((key) => key.id !== id);
    },
  };
}

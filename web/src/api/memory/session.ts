import type { SessionService } from '../session';
import type { World } from './world';

export function memorySession(world: World): SessionService {
  return {
    state: async () => world.session,
    logIn: async (password) => {
      if (password !== world.password) {
        world.refuse(
          'password-wrong',
          ['The password is not right.', 'Mind capital letters.'],
          ['密码不正确。', '请注意大小写。'],
          401,
        );
      }
      world.session = 'logged-in';
    },
    logOut: async () => {
      world.session = 'logged-out';
    },
    setUp: async (token, password) => {
      if (token === 'used') {
        world.refuse(
          'setup-token-wrong',
          ['This link has been used.', 'Log in with your password.'],
          ['此链接已使用过。', '请使用密码登录。'],
          403,
        );
      }
      world.password = password;
      world.session = 'logged-in';
    },
  };
}

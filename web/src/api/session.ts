import type { SessionState } from '@/model/entities';

export interface SessionService {
  state(): Promise<SessionState>;
  logIn(password: string): Promise<void>;
  logOut(): Promise<void>;
  /** Chooses the owner's password with the one-time token of the first start, and logs in. */
  setUp(token: string, password: string): Promise<void>;
}

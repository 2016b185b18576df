import type { Key, Token } from '@/model/entities';

export interface IssuedKey {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Secrets are returned by the call that creates them and never again. */
export interface CredentialsService {
  tokens(): Promise<readonly Token[]>;
  createToken(name: string): Promise<string>;
  revokeToken(name: string): Promise<void>;
  keys(): Promise<readonly Key[]>;
  createKey(name: string): Promise<IssuedKey>;
  deleteKey(id: string): Promise<void>;
}

import type { Tokens } from '../api/openapi';
import type { Clock } from '../runtime/clock';
import type { Random } from '../runtime/random';
import type { KeyValueStorage } from '../runtime/storage';
import { epochOfKey, isUsableKey, keyFitsToken, makeRefreshKey } from './refresh-key';

/** What a server sends when it hands out tokens; without refreshToken with the cookie transport. */
export type ReceivedTokens = Pick<Tokens, 'accessToken' | 'refreshToken' | 'expiresIn'> &
  Partial<Pick<Tokens, 'refreshExpiresIn'>>;

export interface StoredTokens {
  /** Null when another program stored a refresh token alone. */
  accessToken: string | null;
  /** Null with the cookie transport: there the browser keeps it from every script. */
  refreshToken: string | null;
  /** By the local clock at receipt, in milliseconds since the epoch; 0 when unreadable. */
  expiresAt: number;
  /** The same of the refresh token; null where another program stored it. */
  refreshExpiresAt: number | null;
  /**
   * Also tells one generation of tokens from the next. Null in the middle of another tab's writes,
   * and where another program stored a token without a key.
   */
  refreshKey: string | null;
}

export type KeyedTokens = StoredTokens & { refreshKey: string };
export type FreshTokens = StoredTokens & { accessToken: string };

const EPOCH_KEY = 'latchkey.epoch';
const TOKEN_KEYS = [
  'refreshKey',
  'refreshToken',
  'refreshExpiresAt',
  'accessToken',
  'expiresAt',
] as const;
/** A token this close to its end would run out on the way to the server. */
const EXPIRY_LEEWAY_MS = 1000;
/** The refresh token's life began when the server sent it, a while before it was received. */
const REFRESH_EXPIRY_LEEWAY_MS = 60_000;

/**
 * The session as all tabs share it, in localStorage. Owns its keys there and the logout epoch;
 * never talks to the server or to other tabs.
 */
export class TokenStore {
  readonly #storage: KeyValueStorage;
  readonly #clock: Clock;
  readonly #random: Random;
  /** The highest epoch heard of: storage may lag behind the message that announced it. */
  #epoch = 0;

  constructor(storage: KeyValueStorage, clock: Clock, random: Random) {
    this.#storage = storage;
    this.#clock = clock;
    this.#random = random;
  }

  epoch(): number {
    const stored = Number(this.#storage.getItem(EPOCH_KEY));
    if (Number.isSafeInteger(stored)) this.#epoch = Math.max(this.#epoch, stored);
    return this.#epoch;
  }

  learnEpoch(epoch: number): void {
    this.#epoch = Math.max(this.epoch(), epoch);
  }

  /** Null without a session. */
  read(): StoredTokens | null {
    const refreshToken = this.#get('refreshToken');
    const storedKey = this.#get('refreshKey');
    if (refreshToken === null && storedKey === null) return null;
    if (this.#isVoid(storedKey)) return null;

    const usable = isUsableKey(storedKey) && keyFitsToken(storedKey, refreshToken);
    if (!usable && refreshToken === null) return null;
    return {
      accessToken: this.#get('accessToken'),
      refreshToken,
      expiresAt: Number(this.#get('expiresAt')) || 0,
      refreshExpiresAt: Number(this.#get('refreshExpiresAt')) || null,
      refreshKey: usable ? storedKey : null,
    };
  }

  isFresh(tokens: StoredTokens): tokens is FreshTokens {
    return this.freshForMs(tokens) > 0;
  }

  freshForMs({ accessToken, expiresAt }: StoredTokens): number {
    return accessToken === null ? 0 : expiresAt - this.#clock.now() - EXPIRY_LEEWAY_MS;
  }

  /** Whether the refresh token's life is known to be over. */
  isOutlived({ refreshExpiresAt }: StoredTokens): boolean {
    const now = this.#clock.now();
    return refreshExpiresAt !== null && refreshExpiresAt <= now + REFRESH_EXPIRY_LEEWAY_MS;
  }

  /** Stores tokens just received. `epoch` is the one in which their session began. */
  write(received: ReceivedTokens, epoch: number): FreshTokens {
    const refreshToken = received.refreshToken ?? null;
    return this.#put({
      accessToken: received.accessToken,
      refreshToken,
      expiresAt: this.#expiry(received.expiresIn),
      refreshExpiresAt:
        received.refreshExpiresIn === undefined ? null : this.#expiry(received.refreshExpiresIn),
      refreshKey: makeRefreshKey(epoch, refreshToken, this.#random),
    });
  }

  /** A fresh access token for a refresh token, and a key, that are stored already. */
  writeAccessToken(current: StoredTokens, received: ReceivedTokens): FreshTokens {
    const { accessToken } = received;
    return this.#put({ ...current, accessToken, expiresAt: this.#expiry(received.expiresIn) });
  }

  /** Gives a refresh token without a key one, which from then on is the one to send. */
  addKey({ refreshToken }: StoredTokens): void {
    this.#storage.setItem('refreshKey', makeRefreshKey(this.epoch(), refreshToken, this.#random));
  }

  /** Ends the session in every tab. */
  end(): void {
    this.#remove();
    this.#epoch = this.epoch() + 1;
    this.#storage.setItem(EPOCH_KEY, String(this.#epoch));
  }

  /** Takes away what a refresh of an ended session wrote after the end. */
  removeVoid(): void {
    if (this.#isVoid(this.#get('refreshKey'))) this.#remove();
  }

  #isVoid(refreshKey: string | null): boolean {
    const epoch = refreshKey === null ? null : epochOfKey(refreshKey);
    return epoch !== null && epoch < this.epoch();
  }

  #expiry(seconds: number): number {
    return this.#clock.now() + seconds * 1000;
  }

  #get(key: (typeof TOKEN_KEYS)[number]): string | null {
    return this.#storage.getItem(key) || null;
  }

  /**
   * The key last: a tab that reads between two writes then sees either the old token with its old
   * key, which is safe to present once more, or a token that the key doesn't fit, and waits.
   */
  #put(tokens: FreshTokens): FreshTokens {
    const { refreshKey, refreshToken, refreshExpiresAt, accessToken, expiresAt } = tokens;
    this.#set('accessToken', accessToken);
    this.#set('expiresAt', expiresAt);
    this.#set('refreshExpiresAt', refreshExpiresAt);
    this.#set('refreshToken', refreshToken);
    if (refreshKey !== null) this.#set('refreshKey', refreshKey);
    return tokens;
  }

  #set(key: (typeof TOKEN_KEYS)[number], value: string | number | null): void {
    if (value === null) this.#storage.removeItem(key);
    else this.#storage.setItem(key, String(value));
  }

  #remove(): void {
    for (const key of TOKEN_KEYS) this.#storage.removeItem(key);
  }
}

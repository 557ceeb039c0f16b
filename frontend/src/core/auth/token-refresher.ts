import { ApiError, NetworkError, RefreshDeferredError, SessionEndedError } from '../errors';
import { backoffMs } from '../runtime/backoff';
import { type Clock, sleep } from '../runtime/clock';
import type { CrossTabLock } from '../runtime/cross-tab-lock';
import type { Random } from '../runtime/random';
import { type AuthCalls, endsSession } from './auth-calls';
import type {
  FreshTokens,
  KeyedTokens,
  ReceivedTokens,
  StoredTokens,
  TokenStore,
} from './token-store';

/** How long a tab queues behind another's refresh before it goes anyway. */
const LOCK_WAIT_MS = 3000;
/** Short waits are sat out; after a longer one the caller had better know. */
const LONGEST_SILENT_WAIT_MS = 2000;
const ATTEMPTS = 3;
/** Another tab's writes to localStorage arrive by another way than its release of the lock. */
const SETTLE_MS = 50;
const SETTLE_TRIES = 4;

export interface RefresherDeps {
  store: TokenStore;
  calls: AuthCalls;
  lock: CrossTabLock;
  clock: Clock;
  random: Random;
  /** This tab has stored new tokens. */
  onStored: () => void;
  /** The server has permanently refused the stored refresh token. */
  onRefused: (refusal: ApiError, tokens: StoredTokens) => void;
}

/** Until when the server is left alone, and why. */
interface Deferral {
  until: number;
  length: number;
  askedByServer: boolean;
}

/**
 * Turns the stored refresh token into a fresh access token: one request at a time in this tab, and
 * across tabs as far as the lock holds. Where it doesn't, the tabs send the same Idempotency-Key
 * and get the same successor.
 *
 * Never stores a result unless storage still holds what was presented: a logout, another tab's
 * newer tokens and another user's sign-in all stay.
 */
export class TokenRefresher {
  readonly #deps: RefresherDeps;
  #inFlight: Promise<FreshTokens> | null = null;
  #failures = 0;
  #deferral: Deferral | null = null;

  constructor(deps: RefresherDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves with tokens whose access token is neither expired nor `refused`. Throws
   * SessionEndedError when the session is over, RefreshDeferredError when that can't be told now;
   * in the second case nothing is lost and a later call may succeed.
   */
  async refresh(refused: string | null): Promise<FreshTokens> {
    if (this.#inFlight !== null) {
      const shared = await this.#inFlight;
      if (shared.accessToken !== refused) return shared;
    }
    this.#inFlight ??= this.#run(refused).finally(() => {
      this.#inFlight = null;
    });
    return this.#inFlight;
  }

  /** Back online: forget the back-off, unless it was the server that asked for it. */
  retrySooner(): void {
    if (this.#deferral?.askedByServer) return;
    this.#deferral = null;
    this.#failures = 0;
  }

  async #run(refused: string | null): Promise<FreshTokens> {
    this.#failWhileDeferred();
    for (let attempt = 1; ; attempt++) {
      try {
        const tokens = await this.#refreshLocked(refused);
        this.#failures = 0;
        return tokens;
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
        const wait = this.#defer(error);
        if (attempt >= ATTEMPTS || wait > LONGEST_SILENT_WAIT_MS) {
          throw new RefreshDeferredError(wait, { cause: error });
        }
        await sleep(this.#deps.clock, wait);
      }
    }
  }

  #failWhileDeferred(): void {
    if (this.#deferral === null) return;
    const { until, length } = this.#deferral;
    const wait = until - this.#deps.clock.now();
    // More than was asked for can only mean that the clock was set back.
    if (wait > 0 && wait <= length) throw new RefreshDeferredError(wait);
    this.#deferral = null;
  }

  #defer(error: ApiError | NetworkError): number {
    const asked = error instanceof ApiError ? error.retryAfterMs : null;
    this.#failures += 1;
    const length = asked ?? backoffMs(this.#failures, this.#deps.random);
    const until = this.#deps.clock.now() + length;
    this.#deferral = { until, length, askedByServer: asked !== null };
    return length;
  }

  /** Resolves at once, but lets the next tab in only when it can see what this one stored. */
  #refreshLocked(refused: string | null): Promise<FreshTokens> {
    const { lock, clock, store } = this.#deps;
    return new Promise((resolve, reject) => {
      const work = async () => {
        const before = store.read()?.accessToken;
        const tokens = await this.#refreshOnce(refused);
        resolve(tokens);
        if (tokens.accessToken !== before) await sleep(clock, SETTLE_MS);
      };
      lock.run(LOCK_WAIT_MS, work).catch(reject);
    });
  }

  async #refreshOnce(refused: string | null): Promise<FreshTokens> {
    const { store } = this.#deps;
    for (;;) {
      const before = await this.#readSettled();
      // Another tab may have got new tokens while this one waited.
      if (store.isFresh(before) && before.accessToken !== refused) return before;

      const epoch = store.epoch();
      const received = await this.#present(before);
      if (received === 'superseded') continue;

      const after = await this.#readSettled();
      if (after.refreshKey === before.refreshKey) {
        return this.#stored(store.write(received, epoch));
      }
      if (after.refreshToken !== null && after.refreshToken === received.refreshToken) {
        return this.#stored(store.writeAccessToken(after, received));
      }
    }
  }

  async #present(tokens: KeyedTokens): Promise<ReceivedTokens | 'superseded'> {
    try {
      return await this.#deps.calls.refresh(tokens);
    } catch (error) {
      if (!endsSession(error)) throw error;
      if (await this.#isSuperseded(tokens)) return 'superseded';
      if (this.#deps.store.read() !== null) this.#deps.onRefused(error, tokens);
      throw new SessionEndedError({ cause: error });
    }
  }

  /** A refusal of a token that another tab has replaced in the meantime ends nothing. */
  async #isSuperseded(tokens: KeyedTokens): Promise<boolean> {
    for (let i = 0; i < SETTLE_TRIES; i++) {
      const now = this.#deps.store.read();
      if (now === null) return false;
      if (now.refreshKey !== null && now.refreshKey !== tokens.refreshKey) return true;
      await sleep(this.#deps.clock, SETTLE_MS);
    }
    return false;
  }

  /** Waits out a torn read; a token that stays without a key of its own is given one. */
  async #readSettled(): Promise<KeyedTokens> {
    for (let i = 0; ; i++) {
      const tokens = this.#deps.store.read();
      if (tokens === null) throw new SessionEndedError();
      if (hasKey(tokens)) return tokens;
      if (i >= SETTLE_TRIES) this.#deps.store.addKey(tokens);
      else await sleep(this.#deps.clock, SETTLE_MS);
    }
  }

  #stored(tokens: FreshTokens): FreshTokens {
    this.#deps.onStored();
    return tokens;
  }
}

function hasKey(tokens: StoredTokens): tokens is KeyedTokens {
  return tokens.refreshKey !== null;
}

import type { LogoutScope } from '../api/openapi';
import { ApiError } from '../errors';
import { backoffMs } from '../runtime/backoff';
import { type Clock, sleep } from '../runtime/clock';
import type { Random } from '../runtime/random';
import type { KeyValueStorage } from '../runtime/storage';
import type { AuthCalls } from './auth-calls';
import type { StoredTokens } from './token-store';

const OWED_KEY = 'latchkey.logoutOwed';
/** What is known of a session whose token only the browser has. */
const BY_COOKIE: StoredTokens = {
  accessToken: null,
  refreshToken: null,
  expiresAt: 0,
  refreshExpiresAt: null,
  refreshKey: null,
};

export interface LogoutSenderDeps {
  calls: AuthCalls;
  storage: KeyValueStorage;
  clock: Clock;
  random: Random;
}

/**
 * Tells the server of a logout until it has heard, for as long as the page is open. The token stays
 * in memory only: what is left on disk after a logout, the next person at the machine can take.
 * With the cookie transport the browser itself still has the token, so that there a note on disk,
 * which holds no secret, makes the next page go on.
 */
export class LogoutSender {
  readonly #deps: LogoutSenderDeps;
  #current = 0;
  /** Ends the pause between two attempts, where the server did not ask for it. */
  #endPause: (() => void) | null = null;

  constructor(deps: LogoutSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves when the server has answered, or when trying on is pointless. `onTrouble` is called
   * when an attempt fails and more will follow.
   */
  async send(tokens: StoredTokens, scope: LogoutScope, onTrouble: () => void): Promise<void> {
    const { calls, storage, clock, random } = this.#deps;
    this.#current += 1;
    const mine = this.#current;
    if (tokens.refreshToken === null) storage.setItem(OWED_KEY, scope);
    for (let failures = 1; mine === this.#current; failures++) {
      try {
        await calls.logout(tokens, scope);
        return this.#settle(mine);
      } catch (error) {
        if (isFinal(error)) return this.#settle(mine);
        onTrouble();
        const asked = error instanceof ApiError ? error.retryAfterMs : null;
        if (asked !== null) await sleep(clock, asked);
        else await this.#pause(backoffMs(failures, random));
      }
    }
  }

  /** Back online: try again now. */
  retrySooner(): void {
    this.#endPause?.();
  }

  /** Goes on with a logout by cookie that an earlier page left unheard. */
  async resume(onTrouble: () => void): Promise<void> {
    const scope = this.#deps.storage.getItem(OWED_KEY);
    if (scope !== 'global' && scope !== 'local') return;
    await this.send(BY_COOKIE, scope, onTrouble);
  }

  /** Stops trying: a late logout of scope `global` would end a newer session too. */
  cancel(): void {
    this.#current += 1;
  }

  /** Someone signed in, and the new session took the old one's place in the browser. */
  forget(): void {
    this.cancel();
    this.#deps.storage.removeItem(OWED_KEY);
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const stopTimer = this.#deps.clock.after(ms, resolve);
      this.#endPause = () => {
        stopTimer();
        resolve();
      };
    });
    this.#endPause = null;
  }

  #settle(mine: number): void {
    if (mine === this.#current) this.#deps.storage.removeItem(OWED_KEY);
  }
}

/** Sent again, the same request would be refused again. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status >= 400 &&
    error.status < 500 &&
    ![408, 425, 429].includes(error.status)
  );
}

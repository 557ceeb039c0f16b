import type { AuthManager } from '../auth/auth-manager';
import { safeReturnPath } from '../auth/return-path';
import { RefreshDeferredError, SessionEndedError } from '../errors';
import { type Clock, sleep } from '../runtime/clock';
import type { KeyValueStorage } from '../runtime/storage';
import { countRound } from './rounds';

const MOST_ROUNDS = 3;
const LONGEST_PAUSE_MS = 15_000;

export type ContinueNotice =
  /** The server cannot be reached, or asks to wait; it is tried again. */
  | 'waiting'
  /** The way to `to` led back here too often: the browser does not keep the cookie. */
  | 'circles';

export interface ContinueDeps {
  auth: Pick<AuthManager, 'peekAccessToken' | 'getAccessToken' | 'replaceAccessToken'>;
  /** sessionStorage: each tab counts for itself. */
  storage: KeyValueStorage;
  clock: Clock;
  origin: string;
  /** Replaces this page in the history. */
  go: (path: string) => void;
  tell: (notice: ContinueNotice) => void;
}

/**
 * The page /auth/continue: nginx sends a browser here that opened a protected page without a valid
 * cookie. Refreshes, which sets the cookie, and goes back to `wanted`; without a session it goes to
 * the sign-in, which leads back too. `wanted` comes from the address bar: safeReturnPath judges it.
 */
export async function continueTo(wanted: string | null, deps: ContinueDeps): Promise<void> {
  const { auth, clock, go, tell } = deps;
  const to = safeReturnPath(wanted, deps.origin);
  const round = countRound(to, deps.storage, clock);
  if (round > MOST_ROUNDS) return tell('circles');

  for (;;) {
    try {
      await renew(auth, round);
      return go(to);
    } catch (error) {
      if (error instanceof SessionEndedError) return go(loginPath(to));
      if (!(error instanceof RefreshDeferredError)) throw error;
      tell('waiting');
      await sleep(clock, Math.min(error.retryAfterMs, LONGEST_PAUSE_MS));
    }
  }
}

/**
 * At first a token that is fresh is taken to be in the cookie as well, since another tab may just
 * have refreshed: ten tabs opened at once make one rotation. Whoever comes back gets another one.
 */
async function renew(auth: ContinueDeps['auth'], round: number): Promise<void> {
  const token = auth.peekAccessToken();
  if (round > 1 && token !== null) await auth.replaceAccessToken(token);
  else await auth.getAccessToken();
}

export function loginPath(to: string): string {
  return to === '/' ? '/login' : `/login?returnTo=${encodeURIComponent(to)}`;
}

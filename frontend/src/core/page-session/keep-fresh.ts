import type { TokenRefresher } from '../auth/token-refresher';
import type { TokenStore } from '../auth/token-store';
import { RefreshDeferredError, SessionEndedError } from '../errors';
import type { Clock } from '../runtime/clock';
import type { Random } from '../runtime/random';

/** How long before its end a token is replaced, and by how much tabs differ in that. */
const LEAD_MS = 60_000;
const SPREAD_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

export interface KeepFreshDeps {
  store: Pick<TokenStore, 'read' | 'freshForMs'>;
  refresher: Pick<TokenRefresher, 'refresh' | 'retrySooner'>;
  clock: Clock;
  random: Random;
  /** The session has ended, here or in another tab. Not called for a page opened without one. */
  onEnded: () => void;
}

/**
 * Keeps the access token, and with it the cookie, from running out while a page is open. The tabs
 * of a browser take turns: whoever wakes first refreshes, and the others see a newer token.
 */
export class KeepFresh {
  readonly #deps: KeepFreshDeps;
  #wasSignedIn = false;
  #busy = false;
  #cancel: () => void = () => undefined;

  constructor(deps: KeepFreshDeps) {
    this.#deps = deps;
  }

  /** Looks at what is stored, now and from then on in time; call it too on any news. */
  check(): void {
    this.#cancel();
    const { store } = this.#deps;
    const tokens = store.read();
    if (tokens === null) {
      this.#end();
      return;
    }
    this.#wasSignedIn = true;
    if (this.#busy) return;
    const left = store.freshForMs(tokens);
    if (left > 0) this.#replaceIn(this.#untilDue(left), tokens.accessToken);
    else void this.#replace(null);
  }

  /** The network is back, or the page was asleep. */
  wake(): void {
    this.#deps.refresher.retrySooner();
    this.check();
  }

  #end(): void {
    if (this.#wasSignedIn) this.#deps.onEnded();
    this.#wasSignedIn = false;
  }

  /** A short life is used up to two thirds. */
  #untilDue(left: number): number {
    const spread = this.#deps.random.fraction() * Math.min(SPREAD_MS, left / 10);
    return Math.max(left - LEAD_MS, (left * 2) / 3) - spread;
  }

  #replaceIn(ms: number, token: string | null): void {
    this.#cancel = this.#deps.clock.after(ms, () => {
      const replaced = this.#deps.store.read()?.accessToken !== token;
      if (replaced) this.check();
      else void this.#replace(token);
    });
  }

  async #replace(refused: string | null): Promise<void> {
    this.#busy = true;
    const pause = await this.#deps.refresher.refresh(refused).then(() => null, pauseAfter);
    this.#busy = false;
    if (pause === null) this.check();
    else this.#replaceIn(pause, this.#deps.store.read()?.accessToken ?? null);
  }
}

/** Null where the session has ended: nothing to try again. */
function pauseAfter(error: unknown): number | null {
  if (error instanceof SessionEndedError) return null;
  const asked = error instanceof RefreshDeferredError ? error.retryAfterMs : LONGEST_PAUSE_MS;
  return Math.min(asked, LONGEST_PAUSE_MS);
}

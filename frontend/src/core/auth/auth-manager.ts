import type { LogoutScope } from '../api/openapi';
import type { Fetch } from '../api/send';
import { type ApiError, SessionEndedError } from '../errors';
import type { Clock } from '../runtime/clock';
import type { CrossTabLock } from '../runtime/cross-tab-lock';
import type { Random } from '../runtime/random';
import type { KeyValueStorage } from '../runtime/storage';
import type { TabChannel } from '../runtime/tab-channel';
import { sessionIdOf } from './access-claims';
import { AuthCalls } from './auth-calls';
import {
  type AuthState,
  type LogoutState,
  reasonOf,
  type SignedOutReason,
  sameState,
} from './auth-state';
import { LogoutSender } from './logout-sender';
import { SignedOutMark } from './signed-out-mark';
import { TokenRefresher } from './token-refresher';
import { type ReceivedTokens, type StoredTokens, TokenStore } from './token-store';

export interface AuthManagerOptions {
  fetch: Fetch;
  /** localStorage: shared by all tabs. */
  storage: KeyValueStorage;
  lock: CrossTabLock;
  channel: TabChannel;
  clock: Clock;
  random: Random;
  /** Where /api is; empty for this origin. */
  baseUrl?: string;
}

/**
 * The session of this browser. One instance a page; every tab has its own, and they agree through
 * storage, messages and a lock. Framework-free: subscribe() and getState() are all that a view needs.
 *
 * The session ends on a logout, in any tab, and on a definite refusal of the refresh token by the
 * server. Being offline, rate limits, server errors and a wrong clock never end it.
 */
export class AuthManager {
  readonly #store: TokenStore;
  readonly #calls: AuthCalls;
  readonly #channel: TabChannel;
  readonly #refresher: TokenRefresher;
  readonly #logout: LogoutSender;
  readonly #signedOut: SignedOutMark;
  readonly #listeners = new Set<() => void>();
  #state: AuthState = { status: 'loading' };
  #stopListening: (() => void) | null = null;

  constructor(options: AuthManagerOptions) {
    const { fetch, storage, lock, channel, clock, random, baseUrl = '' } = options;
    this.#channel = channel;
    this.#store = new TokenStore(storage, clock, random);
    this.#calls = new AuthCalls(fetch, baseUrl, clock);
    this.#signedOut = new SignedOutMark(storage);
    this.#logout = new LogoutSender({ calls: this.#calls, storage, clock, random });
    this.#refresher = new TokenRefresher({
      store: this.#store,
      calls: this.#calls,
      lock,
      clock,
      random,
      onStored: () => this.#changed('none'),
      onRefused: (refusal, tokens) => this.#onRefused(refusal, tokens),
    });
  }

  /**
   * Finds out whether someone is signed in, refreshing if need be, and starts to listen to other
   * tabs. With a valid access token the state is known before this returns. Never throws.
   */
  async initialize(): Promise<AuthState> {
    this.#stopListening ??= this.#channel.subscribe(({ epoch }) => this.#onNews(epoch));
    const tokens = this.#store.read();
    if (tokens === null) this.#resumeLogout();
    if (tokens !== null && !this.#store.isFresh(tokens)) {
      // Offline or turned away for now: the session is kept, and the next call tries again.
      await this.getAccessToken().catch(() => undefined);
    }
    this.#sync('none');
    return this.#state;
  }

  /** Stops listening to other tabs and telling the server of a logout. */
  dispose(): void {
    this.#stopListening?.();
    this.#stopListening = null;
    this.#logout.cancel();
  }

  /** The stored access token if it is valid, without waiting. */
  peekAccessToken(): string | null {
    const tokens = this.#store.read();
    return tokens !== null && this.#store.isFresh(tokens) ? tokens.accessToken : null;
  }

  /** A valid access token. Throws SessionEndedError or RefreshDeferredError. */
  async getAccessToken(): Promise<string> {
    return this.peekAccessToken() ?? this.#refresh(null);
  }

  /** Another access token than `refused`, which the server answered with a 401. */
  async replaceAccessToken(refused: string): Promise<string> {
    return this.#refresh(refused);
  }

  /** Stores the tokens of a new sign-in and tells the other tabs. */
  setTokens(received: ReceivedTokens): void {
    this.#logout.forget();
    this.#signedOut.remove();
    this.#store.write(received, this.#store.epoch());
    this.#changed('none');
  }

  /** Ends the session in every tab of this browser, without a word to the server. */
  clear(reason: SignedOutReason = 'signed_out'): void {
    this.#store.end();
    this.#changed(reason);
  }

  /** Ends the session if `refused` is still its token: the server refused a fresh one too. */
  clearRefused(refused: string, refusal: ApiError): void {
    const tokens = this.#store.read();
    if (tokens?.accessToken === refused) this.#end(refusal, tokens);
  }

  /** Whether somebody signed out here since the last sign-in: the next one asks for the account. */
  isSignedOut(): boolean {
    return this.#signedOut.isSet();
  }

  isAuthenticated(): boolean {
    return this.#store.read() !== null;
  }

  /**
   * Signs out here at once, and at the server as soon as it can be reached. Resolves when the
   * server has heard; until then the state says that the logout is `pending`.
   */
  async signOut(scope: Exclude<LogoutScope, 'others'> = 'global'): Promise<void> {
    const tokens = this.#store.read();
    this.#signedOut.set();
    this.clear('signed_out');
    if (tokens === null) return;
    await this.#logout.send(tokens, scope, () => this.#setLogout('pending'));
    this.#setLogout('done');
  }

  /** Ends the user's other sessions. Throws LatchkeyError when that can't be done now. */
  async signOutOthers(): Promise<void> {
    await this.getAccessToken();
    const tokens = this.#store.read();
    if (tokens === null) throw new SessionEndedError();
    await this.#calls.logout(tokens, 'others');
  }

  /** The network is back: try again now instead of after the back-off. */
  retrySooner(): void {
    this.#refresher.retrySooner();
    this.#logout.retrySooner();
  }

  /** The same object until something changes. */
  readonly getState = (): AuthState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #refresh(refused: string | null): Promise<string> {
    try {
      return (await this.#refresher.refresh(refused)).accessToken;
    } finally {
      this.#sync('signed_out');
    }
  }

  /**
   * A stored token that was spent by another key is in somebody else's hands. Where the refusal
   * alone didn't end the session, the token still does, and so whoever copied it is out as well.
   */
  #onRefused(refusal: ApiError, tokens: StoredTokens): void {
    this.#end(refusal, tokens);
    if (refusal.code === 'refresh_token_reused') {
      void this.#logout.send(tokens, 'local', () => undefined);
    }
  }

  #end(refusal: ApiError, tokens: StoredTokens): void {
    this.clear(reasonOf(refusal.code, this.#store.isOutlived(tokens)));
  }

  #onNews(epoch: number | null): void {
    if (epoch !== null) this.#store.learnEpoch(epoch);
    this.#store.removeVoid();
    this.#sync('signed_out');
  }

  /** With the cookie transport a logout that the server never heard of can be made up for. */
  #resumeLogout(): void {
    void this.#logout.resume(() => this.#setLogout('pending')).then(() => this.#setLogout('done'));
  }

  /** This tab changed what is stored. */
  #changed(reason: SignedOutReason): void {
    this.#channel.post({ epoch: this.#store.epoch() });
    this.#sync(reason);
  }

  /** Makes the state what storage says; `reason` is for a session that is gone from there. */
  #sync(reason: SignedOutReason): void {
    const tokens = this.#store.read();
    if (tokens !== null) {
      this.#logout.cancel();
      this.#setState({ status: 'signedIn', sessionId: sessionIdOf(tokens.accessToken) });
    } else if (this.#state.status !== 'signedOut') {
      this.#setState({ status: 'signedOut', reason, logout: 'done' });
    }
  }

  #setLogout(logout: LogoutState): void {
    if (this.#state.status === 'signedOut') this.#setState({ ...this.#state, logout });
  }

  #setState(state: AuthState): void {
    if (sameState(state, this.#state)) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

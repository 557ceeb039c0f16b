/**
 * Latchkey's core, for any application, with a framework or without: `createLatchkey()` joins it to
 * the browser. Imports nothing beyond this folder.
 */
import { HttpClient } from './api/http-client';
import { LatchkeyApi } from './api/latchkey-api';
import type { AuthManager } from './auth/auth-manager';
import { SignIn } from './auth/sign-in';
import { browserAuth, browserFetch } from './browser';
import { systemClock as clock } from './runtime/clock';
import { systemRandom as random } from './runtime/random';
import { openedStorage } from './runtime/storage';

export interface Latchkey {
  /** The session of this browser: who is signed in, tokens, signing out. */
  auth: AuthManager;
  /** Calls to any API behind the same gateway, with a token that is valid. */
  http: HttpClient;
  /** Latchkey's own calls, typed. */
  api: LatchkeyApi;
  /** The way to the identity provider and back. */
  signIn: SignIn;
}

/** `baseUrl`: where /api is, e.g. https://app.example; empty for the page's own origin. */
export interface LatchkeyOptions {
  baseUrl?: string;
}

/** Call it once a page; then `auth.initialize()`. */
export function createLatchkey({ baseUrl = '' }: LatchkeyOptions = {}): Latchkey {
  const fetch = browserFetch;
  const auth = browserAuth(baseUrl);
  const http = new HttpClient({ fetch, auth, clock, baseUrl });
  const signIn = new SignIn({
    fetch,
    storage: openedStorage(() => sessionStorage),
    random,
    subtle: crypto.subtle,
    origin: location.origin,
    asksForAccount: () => auth.isSignedOut(),
    baseUrl,
  });
  return { auth, http, api: new LatchkeyApi(http), signIn };
}

export type { Session } from './api/openapi';
export type { AuthState } from './auth/auth-state';
export {
  ApiError,
  LatchkeyError,
  NetworkError,
  RefreshDeferredError,
  SessionEndedError,
  SignInError,
} from './errors';
export type { AuthManager, HttpClient, LatchkeyApi, SignIn };

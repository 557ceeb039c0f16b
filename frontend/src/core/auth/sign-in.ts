import type { AuthConfig, SignedIn } from '../api/openapi';
import { type Fetch, isObject, send } from '../api/send';
import { SignInError } from '../errors';
import { type Clock, systemClock } from '../runtime/clock';
import type { Random } from '../runtime/random';
import type { KeyValueStorage } from '../runtime/storage';
import { makePkce } from './pkce';
import { safeReturnPath } from './return-path';

export interface SignInOptions {
  fetch: Fetch;
  /** sessionStorage: a sign-in belongs to the tab that began it. Throws where it is denied. */
  storage: KeyValueStorage;
  random: Random;
  subtle: Pick<SubtleCrypto, 'digest'>;
  /** This application's origin. */
  origin: string;
  /** The path of the callback page, registered with the provider together with the origin. */
  callbackPath?: string;
  /** Whether the provider is to let the user choose an account, as after a sign-out. */
  asksForAccount?: () => boolean;
  baseUrl?: string;
  clock?: Clock;
}

export interface CompletedSignIn {
  signedIn: SignedIn;
  returnPath: string;
}

/** What has to survive the visit to the provider. */
interface Pending {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  issuer: string;
  returnPath: string;
  /** Empty where the provider was not asked for one. */
  prompt: Prompt;
}

type Prompt = '' | 'login' | 'select_account';
/** A provider may refuse a prompt that it does not know; then the next one is tried. */
const NEXT_PROMPT = { select_account: 'login', login: '' } as const;

const PENDING_KEY = 'latchkey.signIn';
const CONFIG_TIMEOUT_MS = 10_000;
/** The server itself waits up to 10 s for the provider, twice. */
const COMPLETE_TIMEOUT_MS = 30_000;

/** OpenID Connect's authorization code flow with PKCE, state and nonce, as the browser sees it. */
export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  async config(): Promise<AuthConfig> {
    const url = `${this.#options.baseUrl ?? ''}/api/auth/config`;
    return (await this.#send('GET', url, undefined, CONFIG_TIMEOUT_MS)) as AuthConfig;
  }

  /** Remembers a new sign-in and returns the provider's address to go to. */
  async begin(wantedPath: string | null, config?: AuthConfig): Promise<string> {
    const prompt = this.#options.asksForAccount?.() ? 'select_account' : '';
    return this.#begin(wantedPath, config ?? (await this.config()), prompt);
  }

  /**
   * The provider's address to go to once more, where it sent the browser back because it does not
   * know the prompt; else null, and complete() tells. The sign-in begins again.
   */
  async retryAfter(callback: URLSearchParams): Promise<string | null> {
    const pending = this.#readPending();
    if (pending === null || callback.get('state') !== pending.state) return null;
    if (callback.get('error') !== 'invalid_request' || pending.prompt === '') return null;
    return this.#begin(pending.returnPath, await this.config(), NEXT_PROMPT[pending.prompt]);
  }

  async #begin(wantedPath: string | null, provider: AuthConfig, prompt: Prompt): Promise<string> {
    const { storage, random, subtle, origin, callbackPath = '/auth/callback' } = this.#options;
    const { verifier, challenge } = await makePkce(random, subtle);
    const pending: Pending = {
      state: random.token(32),
      nonce: random.token(32),
      verifier,
      redirectUri: origin + callbackPath,
      issuer: provider.issuer,
      returnPath: safeReturnPath(wantedPath, origin),
      prompt,
    };
    orDenied(() => storage.setItem(PENDING_KEY, JSON.stringify(pending)));
    return authorizationUrl(provider, pending, challenge);
  }

  /**
   * Exchanges what the provider sent back to the callback page. Works once: the pending sign-in is
   * forgotten before, so that no code is played back. A callback of another state, which anyone can
   * make up, leaves it alone. Throws SignInError or what send() throws.
   */
  async complete(callback: URLSearchParams): Promise<CompletedSignIn> {
    const pending = this.#readPending();
    if (pending === null || callback.get('state') !== pending.state) {
      throw new SignInError('sign_in_unknown', 'This sign-in was not begun here, or is over.');
    }
    this.#options.storage.removeItem(PENDING_KEY);
    const issuer = callback.get('iss');
    if (issuer !== null && issuer !== pending.issuer) {
      throw new SignInError('sign_in_wrong_issuer', 'The answer came from another provider.');
    }
    const code = callback.get('code');
    if (callback.has('error') || !code) {
      throw new SignInError('sign_in_refused', 'The sign-in was cancelled or refused.');
    }
    const { verifier: codeVerifier, redirectUri, nonce, returnPath } = pending;
    const url = `${this.#options.baseUrl ?? ''}/api/auth/complete-signup`;
    const body = { code, codeVerifier, redirectUri, nonce };
    const signedIn = (await this.#send('POST', url, body, COMPLETE_TIMEOUT_MS)) as SignedIn;
    return { signedIn, returnPath };
  }

  /** Where the pending sign-in leads, for a second try after a failed one. */
  pendingReturnPath(): string {
    try {
      return this.#readPending()?.returnPath ?? '/';
    } catch {
      return '/';
    }
  }

  #send(method: string, url: string, body: unknown, timeoutMs: number): Promise<unknown> {
    const { fetch, clock = systemClock } = this.#options;
    return send(fetch, { method, url, body, timeoutMs }, clock);
  }

  #readPending(): Pending | null {
    const text = orDenied(() => this.#options.storage.getItem(PENDING_KEY));
    try {
      const stored: unknown = JSON.parse(text ?? 'null');
      return isPending(stored) ? stored : null;
    } catch {
      return null;
    }
  }
}

/** `use` of storage, or a SignInError that says that the browser denies it. */
function orDenied<T>(use: () => T): T {
  try {
    return use();
  } catch (cause) {
    const message = 'The browser keeps this site from storing anything.';
    throw new SignInError('storage_denied', message, { cause });
  }
}

function authorizationUrl(provider: AuthConfig, pending: Pending, challenge: string): string {
  const url = new URL(provider.authorizationEndpoint);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new SignInError('sign_in_wrong_issuer', 'The provider’s address is not a web address.');
  }
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: pending.redirectUri,
    scope: provider.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(pending.prompt !== '' && { prompt: pending.prompt }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function isPending(value: unknown): value is Pending {
  const names = ['state', 'nonce', 'verifier', 'redirectUri', 'issuer', 'returnPath', 'prompt'];
  return isObject(value) && names.every((name) => typeof value[name] === 'string');
}

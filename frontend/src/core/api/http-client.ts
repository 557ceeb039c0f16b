import { ApiError } from '../errors';
import type { Clock } from '../runtime/clock';
import { type Fetch, send } from './send';

/** Where access tokens come from; AuthManager is one. */
export interface AccessTokenSource {
  /** A valid token that is at hand, without waiting: a page's first request leaves at once. */
  peekAccessToken(): string | null;
  getAccessToken(): Promise<string>;
  /** Another token than the one that the server refused. */
  replaceAccessToken(refused: string): Promise<string>;
  /** Even a fresh token was refused. */
  clearRefused(refused: string, refusal: ApiError): void;
}

export interface HttpClientOptions {
  fetch: Fetch;
  auth: AccessTokenSource;
  clock?: Clock;
  /** Where /api is; empty for this origin. */
  baseUrl?: string;
  timeoutMs?: number;
}

export interface RequestOptions {
  body?: unknown;
  query?: Record<string, string | number | null | undefined>;
  /** Makes a POST safe to repeat; use one key for one intention of the user. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** False for a route that needs no session. */
  authenticated?: boolean;
}

/**
 * Calls the API with the session's access token. A 401 is answered by one refresh and one repeat;
 * if that is refused as well the session ends. Everything else is the caller's, as LatchkeyError.
 */
export class HttpClient {
  readonly #options: Required<Omit<HttpClientOptions, 'clock'>> & { clock: Clock | undefined };

  constructor(options: HttpClientOptions) {
    const { fetch, auth, clock, baseUrl = '', timeoutMs = 20_000 } = options;
    this.#options = { fetch, auth, clock, baseUrl, timeoutMs };
  }

  get<T>(path: string, options: Omit<RequestOptions, 'body'> = {}): Promise<T> {
    return this.request<T>('GET', path, options);
  }

  post<T>(path: string, body: unknown, options: Omit<RequestOptions, 'body'> = {}): Promise<T> {
    return this.request<T>('POST', path, { ...options, body });
  }

  delete(path: string, options: Omit<RequestOptions, 'body'> = {}): Promise<void> {
    return this.request<void>('DELETE', path, options);
  }

  /** The answer is taken to be a T: the server's contract is docs/openapi.yaml. */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    if (options.authenticated === false) return this.#send<T>(method, path, options, null);

    const { auth } = this.#options;
    const first = auth.peekAccessToken() ?? (await auth.getAccessToken());
    try {
      return await this.#send<T>(method, path, options, first);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
    }
    const second = await auth.replaceAccessToken(first);
    try {
      return await this.#send<T>(method, path, options, second);
    } catch (error) {
      if (isUnauthorized(error)) auth.clearRefused(second, error);
      throw error;
    }
  }

  async #send<T>(
    method: string,
    path: string,
    options: RequestOptions,
    accessToken: string | null,
  ): Promise<T> {
    const { fetch, baseUrl, timeoutMs, clock } = this.#options;
    const headers: Record<string, string> = {};
    if (accessToken !== null) headers.Authorization = `Bearer ${accessToken}`;
    if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
    const url = baseUrl + path + queryString(options.query);
    const { body, signal } = options;
    return (await send(fetch, { method, url, headers, body, signal, timeoutMs }, clock)) as T;
  }
}

function isUnauthorized(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 401;
}

function queryString(query: RequestOptions['query'] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) params.set(name, String(value));
  }
  return params.size === 0 ? '' : `?${params}`;
}

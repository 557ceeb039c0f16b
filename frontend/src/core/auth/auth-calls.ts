import type { LogoutScope } from '../api/openapi';
import { type Fetch, isObject, send } from '../api/send';
import { ApiError } from '../errors';
import type { Clock } from '../runtime/clock';
import type { KeyedTokens, ReceivedTokens, StoredTokens } from './token-store';

const REFRESH_TIMEOUT_MS = 10_000;
const LOGOUT_TIMEOUT_MS = 10_000;

/**
 * The two calls that present the refresh token. With the cookie transport the browser sends it,
 * and `X-Latchkey-Client` shows that no cross-site form did.
 */
export class AuthCalls {
  readonly #fetch: Fetch;
  readonly #baseUrl: string;
  readonly #clock: Clock;

  constructor(fetch: Fetch, baseUrl: string, clock: Clock) {
    this.#fetch = fetch;
    this.#baseUrl = baseUrl;
    this.#clock = clock;
  }

  async refresh(tokens: KeyedTokens): Promise<ReceivedTokens> {
    const answer = await send(
      this.#fetch,
      {
        method: 'POST',
        url: `${this.#baseUrl}/api/auth/refresh`,
        headers: { ...clientHeader(tokens), 'Idempotency-Key': tokens.refreshKey },
        body: presented(tokens),
        timeoutMs: REFRESH_TIMEOUT_MS,
      },
      this.#clock,
    );
    if (!isReceivedTokens(answer) || !sameTransport(tokens, answer)) {
      throw new ApiError({
        status: 200,
        code: 'unexpected_answer',
        message: 'The server’s answer could not be read.',
        requestId: null,
      });
    }
    return answer;
  }

  async logout(tokens: StoredTokens, scope: LogoutScope): Promise<void> {
    await send(
      this.#fetch,
      {
        method: 'POST',
        url: `${this.#baseUrl}/api/auth/logout`,
        headers: clientHeader(tokens),
        body: { ...presented(tokens), scope },
        timeoutMs: LOGOUT_TIMEOUT_MS,
        keepalive: true,
      },
      this.#clock,
    );
  }
}

function presented(tokens: StoredTokens): { refreshToken?: string } {
  return tokens.refreshToken === null ? {} : { refreshToken: tokens.refreshToken };
}

function clientHeader(tokens: StoredTokens): Record<string, string> {
  return tokens.refreshToken === null ? { 'X-Latchkey-Client': 'web' } : {};
}

function isReceivedTokens(answer: unknown): answer is ReceivedTokens {
  return (
    isObject(answer) &&
    typeof answer.accessToken === 'string' &&
    typeof answer.expiresIn === 'number' &&
    (answer.refreshExpiresIn === undefined || typeof answer.refreshExpiresIn === 'number') &&
    (answer.refreshToken === undefined || typeof answer.refreshToken === 'string')
  );
}

/** A body session answered without a refresh token would be lost by storing that answer. */
function sameTransport(tokens: StoredTokens, answer: ReceivedTokens): boolean {
  return tokens.refreshToken === null || answer.refreshToken !== undefined;
}

/** The only answers that end a session: the server says that this refresh token is not valid. */
export function endsSession(error: unknown): error is ApiError {
  return (
    error instanceof ApiError &&
    error.status === 401 &&
    (error.code.startsWith('refresh_token_') || error.code === 'session_revoked')
  );
}

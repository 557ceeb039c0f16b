import type { Clock } from '../runtime/clock';

interface Refresh {
  session: FakeSession;
  spentWith: string | null;
  successor: string | null;
}

interface FakeSession {
  id: string;
  revoked: boolean;
}

export interface Seen {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

type Fault = (respond: () => Promise<Response>) => Promise<Response>;

/** The server's rules for sessions, as far as a client can tell: rotation, replay, reuse, logout. */
export class FakeServer {
  readonly seen: Seen[] = [];
  readonly #clock: Clock;
  readonly #faults: Fault[] = [];
  readonly #refreshTokens = new Map<string, Refresh>();
  readonly #accessTokens = new Map<string, { session: FakeSession; expiresAt: number }>();
  #count = 0;
  cookie: string | null = null;
  transport: 'body' | 'cookie' = 'body';
  latencyMs = 0;
  /** While set, nothing gets through. */
  down: Fault | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What complete-signup would answer with. */
  signIn(sessionId = `session-${++this.#count}`) {
    return this.#issue({ id: sessionId, revoked: false });
  }

  revokeAll(): void {
    for (const { session } of this.#refreshTokens.values()) session.revoked = true;
  }

  /** The next request meets `fault`; further calls queue up. */
  fault(fault: Fault): void {
    this.#faults.push(fault);
  }

  calls(path: string): Seen[] {
    return this.seen.filter((seen) => seen.path === path);
  }

  /** Unspent tokens of sessions that live. */
  usableRefreshTokens(): string[] {
    return [...this.#refreshTokens]
      .filter(([, token]) => token.successor === null && !token.session.revoked)
      .map(([name]) => name);
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = new Headers(init.headers);
    const seen: Seen = { method: init.method ?? 'GET', path: url, headers, body };
    this.seen.push(seen);
    const respond = () => this.#respond(seen, init.signal ?? null);
    const fault = this.#faults.shift() ?? this.down;
    return fault ? fault(respond) : respond();
  };

  async #respond(seen: Seen, signal: AbortSignal | null): Promise<Response> {
    const answer = this.#answer(seen);
    if (this.latencyMs > 0) await this.#travel(signal);
    return answer;
  }

  #travel(signal: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#clock.after(this.latencyMs, resolve);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }

  #answer(seen: Seen): Response {
    switch (seen.path) {
      case '/api/auth/refresh':
        return this.#refresh(seen);
      case '/api/auth/logout':
        return this.#logout(seen);
      default:
        return this.#anything(seen);
    }
  }

  #refresh(seen: Seen): Response {
    const token = this.#refreshTokens.get(this.#presented(seen) ?? '');
    if (!token) return problem(401, 'refresh_token_invalid');
    if (token.session.revoked) return problem(401, 'session_revoked');
    const key = seen.headers.get('Idempotency-Key');
    if (token.successor === null) {
      token.spentWith = key;
      const issued = this.#issue(token.session);
      token.successor = issued.refreshToken ?? this.cookie;
      return json(200, issued);
    }
    const successorSpent = this.#refreshTokens.get(token.successor)?.successor !== null;
    if (key !== token.spentWith || key === null) token.session.revoked = true;
    if (key !== token.spentWith || successorSpent) return problem(401, 'refresh_token_reused');
    return json(200, this.#issue(token.session, token.successor));
  }

  #logout(seen: Seen): Response {
    const token = this.#refreshTokens.get(this.#presented(seen) ?? '');
    if (token) token.session.revoked = true;
    this.cookie = null;
    return json(200, { success: true });
  }

  #anything(seen: Seen): Response {
    const bearer = seen.headers.get('Authorization')?.replace('Bearer ', '') ?? '';
    const token = this.#accessTokens.get(bearer);
    if (!token || token.expiresAt <= this.#clock.now()) return problem(401, 'access_token_expired');
    if (token.session.revoked) return problem(401, 'session_revoked');
    return json(200, { session: token.session.id });
  }

  #presented(seen: Seen): string | null {
    if (this.transport === 'cookie') return this.cookie;
    return (seen.body as { refreshToken?: string } | undefined)?.refreshToken ?? null;
  }

  #issue(session: FakeSession, existing?: string) {
    this.#count += 1;
    const refresh = existing ?? `refresh-${this.#count}`;
    if (!existing) {
      this.#refreshTokens.set(refresh, { session, spentWith: null, successor: null });
    }
    const claims = btoa(JSON.stringify({ sid: session.id, jti: this.#count }));
    const accessToken = `header.${claims.replaceAll('=', '')}.signature`;
    this.#accessTokens.set(accessToken, { session, expiresAt: this.#clock.now() + 900_000 });
    const tokens = { accessToken, expiresIn: 900, refreshExpiresIn: 604_800 };
    if (this.transport === 'body') return { ...tokens, refreshToken: refresh };
    this.cookie = refresh;
    return { ...tokens, refreshToken: undefined };
  }
}

export function json(status: number, body: unknown, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

export function problem(
  status: number,
  code: string,
  headers?: Record<string, string>,
  more?: Record<string, unknown>,
): Response {
  const sentence = `It failed: ${code}.`;
  return json(status, { status, code, error: sentence, requestId: 'request-1', ...more }, headers);
}

/** Faults for FakeServer.fault() and .down. */
export const faults = {
  unreachable: () => Promise.reject(new TypeError('Failed to fetch')),
  /** The server did it, and its answer got lost. */
  lostAnswer: async (respond: () => Promise<Response>) => {
    await respond();
    throw new TypeError('Failed to fetch');
  },
  answering: (response: () => Response) => () => Promise.resolve(response()),
};

import type { AnalysisDetail, Device, Lead, Progress, Session } from '@/core/api/openapi';

export interface Call {
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

type Answer = (call: Call) => Response | Promise<Response>;

const TIME = '2026-01-02T03:04:05Z';

export const session: Session = {
  user: { id: 'u1', email: 'grace@example.com', full_name: 'Grace Hopper', avatar_url: null },
  account: { id: 'a1', name: 'Grace Hopper’s Account', slug: 'grace', credits: 25, available: 25 },
  onboardingCompleted: true,
  session: { id: 's1', created_at: TIME, expires_at: TIME },
};

export const lead: Lead = {
  id: 'l1',
  name: 'Café Lumière',
  email: 'marie@example.com',
  website: 'https://lumiere.example/menu',
  notes: null,
  created_at: TIME,
};

export const analysis: AnalysisDetail = {
  id: 'n1',
  title: 'Lyon',
  lead_id: null,
  status: 'queued',
  credits_spent: 1,
  created_at: TIME,
  started_at: null,
  finished_at: null,
  failure_reason: null,
  summary: null,
  input: { question: 'Where?' },
  result: null,
};

export const devices: Device[] = [
  {
    ...deviceOf('d1', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36'),
    current: true,
  },
  deviceOf('d2', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1'),
];

export const progress: Progress = {
  onboardingCompleted: false,
  currentStep: 'business',
  steps: { business: null, audience: null, goals: null },
};

function deviceOf(id: string, user_agent: string): Device {
  const times = { created_at: TIME, last_used_at: TIME, expires_at: TIME };
  return { id, user_agent, ip: '203.0.113.7', current: false, ...times };
}

/** The API as a table of answers that a test changes; remembers what it was asked. */
export class FakeApi {
  readonly calls = new Map<string, Call[]>();
  readonly #answers = new Map<string, Answer>();

  constructor() {
    const empty = () => Response.json({ items: [], nextCursor: null });
    this.on('GET /api/auth/session', () => Response.json(session));
    this.on('GET /api/leads', empty);
    this.on('GET /api/analyses', empty);
    this.on('GET /api/credits', () =>
      Response.json({ balance: 25, available: 25, items: [], nextCursor: null }),
    );
    this.on('GET /api/auth/sessions', () => Response.json({ items: devices, nextCursor: null }));
    this.on('POST /api/auth/logout', () => Response.json({ success: true }));
    this.on('POST /api/auth/refresh', () => Response.json(tokens()));
    this.on('GET /api/onboarding/progress', () => Response.json(progress));
    this.on('GET /api/auth/config', () =>
      Response.json({
        issuer: 'https://accounts.google.com',
        authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
        clientId: 'client',
        scope: 'openid email profile',
        refreshTransport: 'body',
      }),
    );
  }

  on(route: string, answer: Answer): this {
    this.#answers.set(route, answer);
    return this;
  }

  /** What was asked of a route so far. */
  asked(route: string): Call[] {
    return this.calls.get(route) ?? [];
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const [path, query] = url.split('?');
    const route = `${init.method} ${path}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const call = { query: new URLSearchParams(query), body, headers: new Headers(init.headers) };
    this.calls.set(route, [...this.asked(route), call]);
    const answer = this.#answers.get(route);
    return answer ? answer(call) : problem(404, 'not_found');
  };
}

export function problem(status: number, code: string, more: object = {}): Response {
  const body = { status, code, error: `Server says: ${code}.`, requestId: 'req-42', ...more };
  return Response.json(body, { status });
}

export function tokens() {
  return { accessToken: 'access', refreshToken: 'refresh', expiresIn: 900, refreshExpiresIn: 9000 };
}

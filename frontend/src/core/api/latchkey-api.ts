import type { HttpClient } from './http-client';
import type {
  Analysis,
  AnalysisDetail,
  AnalysisPage,
  Credits,
  DevicePage,
  Lead,
  LeadPage,
  NewAnalysis,
  NewLead,
  Progress,
  SaveProgress,
  Session,
} from './openapi';

interface Reading {
  signal?: AbortSignal;
}

interface PageReading extends Reading {
  cursor?: string | null;
  limit?: number;
}

interface LeadReading extends PageReading {
  /** A text that the leads contain. */
  q?: string;
}

/** The API's routes by name. Each method is one request. */
export class LatchkeyApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  session({ signal }: Reading = {}): Promise<Session> {
    return this.#http.get('/api/auth/session', { signal });
  }

  devices({ signal, ...query }: PageReading = {}): Promise<DevicePage> {
    return this.#http.get('/api/auth/sessions', { signal, query });
  }

  revokeDevice(id: string): Promise<void> {
    return this.#http.delete(`/api/auth/sessions/${encodeURIComponent(id)}`);
  }

  onboarding({ signal }: Reading = {}): Promise<Progress> {
    return this.#http.get('/api/onboarding/progress', { signal });
  }

  saveOnboardingStep(step: SaveProgress): Promise<Progress> {
    return this.#http.post('/api/onboarding/save-progress', step);
  }

  completeOnboarding(): Promise<void> {
    return this.#http.post('/api/onboarding/complete', {});
  }

  leads({ signal, ...query }: LeadReading = {}): Promise<LeadPage> {
    return this.#http.get('/api/leads', { signal, query });
  }

  createLead(lead: NewLead, idempotencyKey: string): Promise<Lead> {
    return this.#http.post('/api/leads', lead, { idempotencyKey });
  }

  analyses({ signal, ...query }: PageReading = {}): Promise<AnalysisPage> {
    return this.#http.get('/api/analyses', { signal, query });
  }

  analysis(id: string, { signal }: Reading = {}): Promise<AnalysisDetail> {
    return this.#http.get(`/api/analyses/${encodeURIComponent(id)}`, { signal });
  }

  createAnalysis(analysis: NewAnalysis, idempotencyKey: string): Promise<Analysis> {
    return this.#http.post('/api/analyses', analysis, { idempotencyKey });
  }

  credits({ signal, ...query }: PageReading = {}): Promise<Credits> {
    return this.#http.get('/api/credits', { signal, query });
  }
}

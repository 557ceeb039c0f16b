import type { HttpClient } from './http-client';
import type {
  Analysis,
  CreditsPage,
  Device,
  Lead,
  NewAnalysis,
  NewLead,
  OnboardingProgress,
  OnboardingStepData,
  OnboardingStepName,
  Page,
  Session,
} from './types';

interface Reading {
  signal?: AbortSignal;
}

interface PageReading extends Reading {
  cursor?: string | null;
  limit?: number;
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

  devices({ signal, ...query }: PageReading = {}): Promise<Page<Device>> {
    return this.#http.get('/api/auth/sessions', { signal, query });
  }

  revokeDevice(id: string): Promise<void> {
    return this.#http.delete(`/api/auth/sessions/${encodeURIComponent(id)}`);
  }

  onboarding({ signal }: Reading = {}): Promise<OnboardingProgress> {
    return this.#http.get('/api/onboarding/progress', { signal });
  }

  saveOnboardingStep<S extends OnboardingStepName>(
    step: S,
    data: OnboardingStepData[S],
  ): Promise<OnboardingProgress> {
    return this.#http.post('/api/onboarding/save-progress', { step, data });
  }

  completeOnboarding(): Promise<void> {
    return this.#http.post('/api/onboarding/complete', {});
  }

  leads({ signal, ...query }: PageReading = {}): Promise<Page<Lead>> {
    return this.#http.get('/api/leads', { signal, query });
  }

  createLead(lead: NewLead, idempotencyKey: string): Promise<Lead> {
    return this.#http.post('/api/leads', lead, { idempotencyKey });
  }

  analyses({ signal, ...query }: PageReading = {}): Promise<Page<Analysis>> {
    return this.#http.get('/api/analyses', { signal, query });
  }

  createAnalysis(analysis: NewAnalysis, idempotencyKey: string): Promise<Analysis> {
    return this.#http.post('/api/analyses', analysis, { idempotencyKey });
  }

  credits({ signal, ...query }: PageReading = {}): Promise<CreditsPage> {
    return this.#http.get('/api/credits', { signal, query });
  }
}

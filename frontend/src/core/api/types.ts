/**
 * The API's objects by their short names. `openapi.ts` is generated from docs/openapi.yaml
 * (`npm run types`) and is never edited.
 */
import type { components } from './openapi';

type Schemas = components['schemas'];

export type AuthConfig = Schemas['AuthConfig'];
export type Tokens = Schemas['Tokens'];
export type SignedIn = Schemas['SignedIn'];
export type User = Schemas['User'];
export type Account = Schemas['Account'];
export type Session = Schemas['Session'];
export type Problem = Schemas['Problem'];
export type LogoutScope = NonNullable<Schemas['Logout']['scope']>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Device {
  id: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
  current: boolean;
}

export interface OnboardingStepData {
  business: { business_name: string; website?: string | null };
  audience: { target_audience: string };
  goals: { analysis_goals: string };
}

export type OnboardingStepName = keyof OnboardingStepData;

export interface OnboardingProgress {
  onboardingCompleted: boolean;
  currentStep: OnboardingStepName | 'done';
  steps: { [S in OnboardingStepName]: OnboardingStepData[S] | null };
}

export interface NewLead {
  name: string;
  email?: string;
  website?: string;
  notes?: string;
}

export interface Lead {
  id: string;
  name: string;
  email: string | null;
  website: string | null;
  notes: string | null;
  created_at: string;
}

export interface NewAnalysis {
  title: string;
  lead_id?: string;
  input?: Record<string, unknown>;
}

export interface Analysis {
  id: string;
  title: string;
  lead_id: string | null;
  status: string;
  credits_spent: number;
  created_at: string;
}

export interface CreditTransaction {
  id: string;
  amount: number;
  balance_after: number;
  type: string;
  description: string | null;
  created_at: string;
}

export interface CreditsPage extends Page<CreditTransaction> {
  balance: number;
}

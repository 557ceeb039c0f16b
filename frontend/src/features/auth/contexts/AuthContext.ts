import { createContext } from 'react';
import type { Session } from '@/core/api/openapi';
import type { LogoutState, SignedOutReason } from '@/core/auth/auth-state';

export type Auth =
  | { status: 'loading' }
  | { status: 'signedOut'; reason: SignedOutReason; logout: LogoutState }
  /** There is a session, but the server can't be asked whose. It is being tried again. */
  | { status: 'unreachable'; error: unknown; failures: number; retry: () => void }
  | { status: 'signedIn'; session: Session };

export const AuthContext = createContext<Auth | null>(null);

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { useServices } from '@/features/shared/ServicesContext';
import { retryNow } from '../retry-now';
import { type Auth, AuthContext } from './AuthContext';
import { SESSION_KEY, sessionQuery } from './session-query';

/** Joins what this browser stores (AuthManager) with what the server says about it (the session). */
export function AuthProvider({ children }: { children: ReactNode }) {
  const { auth, api } = useServices();
  const queries = useQueryClient();
  const state = useSyncExternalStore(auth.subscribe, auth.getState);
  const { data, failureReason, failureCount } = useQuery({
    ...sessionQuery(api),
    enabled: state.status === 'signedIn',
  });

  const value = useMemo((): Auth => {
    if (state.status !== 'signedIn') return state;
    if (data !== undefined) return { status: 'signedIn', session: data };
    if (failureReason === null) return { status: 'loading' };
    const retry = () => {
      auth.retrySooner();
      void retryNow(queries, { queryKey: SESSION_KEY });
    };
    return { status: 'unreachable', error: failureReason, failures: failureCount, retry };
  }, [state, data, failureReason, failureCount, queries, auth]);

  return <AuthContext value={value}>{children}</AuthContext>;
}

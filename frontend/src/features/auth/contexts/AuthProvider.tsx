import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { useServices } from '@/features/services/ServicesContext';
import { type Auth, AuthContext } from './AuthContext';
import { sessionQuery } from './session-query';

/** Joins what this browser stores (AuthManager) with what the server says about it (the session). */
export function AuthProvider({ children }: { children: ReactNode }) {
  const { auth, api } = useServices();
  const state = useSyncExternalStore(auth.subscribe, auth.getState);
  const { data, failureReason, refetch } = useQuery({
    ...sessionQuery(api),
    enabled: state.status === 'signedIn',
  });

  const value = useMemo((): Auth => {
    if (state.status !== 'signedIn') return state;
    if (data !== undefined) return { status: 'signedIn', session: data };
    if (failureReason === null) return { status: 'loading' };
    const retry = () => {
      auth.retrySooner();
      void refetch();
    };
    return { status: 'unreachable', error: failureReason, retry };
  }, [state, data, failureReason, refetch, auth]);

  return <AuthContext value={value}>{children}</AuthContext>;
}

import type { Session } from '@/core/api/openapi';
import { useAuth } from './useAuth';

/** The session, on pages that ProtectedRoute shows to nobody else. */
export function useSession(): Session {
  const auth = useAuth();
  if (auth.status !== 'signedIn') throw new Error('useSession() outside of ProtectedRoute');
  return auth.session;
}

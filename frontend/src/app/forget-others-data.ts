import type { QueryClient } from '@tanstack/react-query';
import type { AuthManager } from '@/core/auth/auth-manager';

/**
 * Empties the cache when the session ends or becomes another one, also when that happened in
 * another tab. Subscribed before any view is, so that no view shows one user the other's data.
 */
export function forgetOthersData(auth: AuthManager, queries: QueryClient): void {
  let before = auth.getState();
  auth.subscribe(() => {
    const now = auth.getState();
    const sameUser =
      before.status === 'loading' ||
      (before.status === 'signedIn' &&
        now.status === 'signedIn' &&
        before.sessionId === now.sessionId);
    before = now;
    if (!sameUser) queries.clear();
  });
}

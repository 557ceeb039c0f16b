import type { QueryClient } from '@tanstack/react-query';
import type { AuthManager } from '@/core/auth/auth-manager';
import { retryNow } from '@/features/auth/retry-now';

/** Whatever waits for its next try is tried at once when the browser says that it is online. */
export function retryWhenOnline(auth: AuthManager, queries: QueryClient): () => void {
  const onOnline = () => {
    auth.retrySooner();
    void retryNow(queries, { type: 'active' });
  };
  window.addEventListener('online', onOnline);
  return () => window.removeEventListener('online', onOnline);
}

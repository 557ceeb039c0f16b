import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '@/features/auth/contexts/session-query';
import { useServices } from '@/features/shared/ServicesContext';

/**
 * Finishes onboarding. Safe to repeat. Afterwards the access token is renewed, because other
 * applications behind the same nginx read `onboarding_completed` from it, and the session is
 * fetched again, which opens the rest of the application.
 */
export function useCompleteOnboarding() {
  const { api, auth } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await api.completeOnboarding();
      // Latchkey's own routes don't need it, so onboarding is complete even if renewing fails.
      await auth.replaceAccessToken(await auth.getAccessToken()).catch(() => undefined);
      await queries.refetchQueries({ queryKey: SESSION_KEY }, { throwOnError: true });
    },
  });
}

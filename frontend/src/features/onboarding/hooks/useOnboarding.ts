import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SaveProgress } from '@/core/api/openapi';
import { useServices } from '@/features/shared/ServicesContext';

const KEY = ['onboarding'];

/** What is saved so far, and the way to save another step. */
export function useOnboarding() {
  const { api } = useServices();
  const queries = useQueryClient();
  const progress = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.onboarding({ signal }),
    // Fetched again on each visit: the user may have continued on another device.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const save = useMutation({
    mutationFn: (step: SaveProgress) => api.saveOnboardingStep(step),
    onSuccess: (saved) => queries.setQueryData(KEY, saved),
  });
  return { progress, save };
}

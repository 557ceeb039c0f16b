import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OnboardingStepData, OnboardingStepName } from '@/core/api/types';
import { useServices } from '@/features/shared/ServicesContext';

const KEY = ['onboarding'];

export type OnboardingStep = {
  [S in OnboardingStepName]: { step: S; data: OnboardingStepData[S] };
}[OnboardingStepName];

/** What is saved so far, and the way to save another step. */
export function useOnboarding() {
  const { api } = useServices();
  const queries = useQueryClient();
  const progress = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.onboarding({ signal }),
    // Fetched anew on each visit: another device may have gone on meanwhile.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const save = useMutation({
    mutationFn: ({ step, data }: OnboardingStep) => api.saveOnboardingStep(step, data),
    onSuccess: (saved) => queries.setQueryData(KEY, saved),
  });
  return { progress, save };
}

import type { OnboardingStepData, OnboardingStepName } from '@/core/api/types';

export interface StepProps<S extends OnboardingStepName> {
  saved: OnboardingStepData[S] | null;
  /**
   * Saves the step and goes on. `place` shows a failure beside its fields and returns what it
   * found no place for.
   */
  save: (data: OnboardingStepData[S], place: (failure: unknown) => unknown) => Promise<void>;
  pending: boolean;
  error: unknown;
  onBack?: () => void;
}

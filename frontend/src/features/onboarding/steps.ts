import type { OnboardingProgress, OnboardingStepName } from '@/core/api/types';

export const STEPS: readonly OnboardingStepName[] = ['business', 'audience', 'goals'];

/** Where to go on; a profile with every step saved is finished from the last. */
export function stepToResume(progress: OnboardingProgress): OnboardingStepName {
  return progress.currentStep === 'done' ? 'goals' : progress.currentStep;
}

const STEP_OF_FIELD: Readonly<Record<string, OnboardingStepName>> = {
  business_name: 'business',
  website: 'business',
  target_audience: 'audience',
  analysis_goals: 'goals',
};

/** The step to go back to when the server says that these fields are missing. */
export function stepOfFields(fields: readonly { field: string }[]): OnboardingStepName | null {
  const steps = fields.map(({ field }) => STEP_OF_FIELD[field]);
  return STEPS.find((step) => steps.includes(step)) ?? null;
}

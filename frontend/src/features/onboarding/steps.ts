import type { Progress, SaveProgress } from '@/core/api/openapi';

export type StepName = SaveProgress['step'];
export type StepData<S extends StepName> = Extract<SaveProgress, { step: S }>['data'];

export const STEPS: readonly StepName[] = ['business', 'audience', 'goals'];

/** Where to go on; a profile with every step saved is finished from the last. */
export function stepToResume(progress: Progress): StepName {
  return progress.currentStep === 'done' ? 'goals' : progress.currentStep;
}

const STEP_OF_FIELD: Readonly<Record<string, StepName>> = {
  business_name: 'business',
  website: 'business',
  target_audience: 'audience',
  analysis_goals: 'goals',
};

/** The step to go back to when the server says that these fields are missing. */
export function stepOfFields(fields: readonly { field: string }[]): StepName | null {
  const steps = fields.map(({ field }) => STEP_OF_FIELD[field]);
  return STEPS.find((step) => steps.includes(step)) ?? null;
}

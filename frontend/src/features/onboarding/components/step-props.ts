import type { Progress } from '@/core/api/openapi';
import type { StepData, StepName } from '../steps';

export interface StepProps<S extends StepName> {
  saved: Progress['steps'][S];
  /**
   * Saves the step and goes on. `place` shows a failure beside its fields and returns what it
   * found no place for.
   */
  save: (data: StepData<S>, place: (failure: unknown) => unknown) => Promise<void>;
  pending: boolean;
  error: unknown;
  onBack?: () => void;
}

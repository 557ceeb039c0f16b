import { useForm } from 'react-hook-form';
import { texts } from '@/brand/texts';
import { LIMITS } from '@/core/api/limits';
import { showFieldErrors } from '@/features/shared/form-errors';
import { required } from '@/features/shared/validation';
import { TextField } from '@/ui/TextField';
import { StepForm } from './StepForm';
import type { StepProps } from './step-props';

const FIELDS = ['analysis_goals'] as const;

export function GoalsStep({ saved, save, ...form }: StepProps<'goals'>) {
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { analysis_goals: saved?.analysis_goals ?? '' },
  });
  const text = texts.onboarding.goals;
  const onSubmit = handleSubmit((data) =>
    save(data, (failure) => showFieldErrors(failure, FIELDS, setError)),
  );

  return (
    <StepForm {...form} onSubmit={() => void onSubmit()} isLast>
      <TextField
        {...register('analysis_goals', { validate: required(LIMITS.GoalsStep.analysis_goals) })}
        label={text.analysisGoals}
        hint={text.analysisGoalsHint}
        error={formState.errors.analysis_goals?.message}
        rows={5}
        required
      />
    </StepForm>
  );
}

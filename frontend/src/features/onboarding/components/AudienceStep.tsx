import { useForm } from 'react-hook-form';
import { texts } from '@/brand/texts';
import { LIMITS } from '@/core/api/limits';
import { showFieldErrors } from '@/features/shared/form-errors';
import { required } from '@/features/shared/validation';
import { TextField } from '@/ui/TextField';
import { StepForm } from './StepForm';
import type { StepProps } from './step-props';

const FIELDS = ['target_audience'] as const;

export function AudienceStep({ saved, save, ...form }: StepProps<'audience'>) {
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { target_audience: saved?.target_audience ?? '' },
  });
  const text = texts.onboarding.audience;
  const onSubmit = handleSubmit((data) =>
    save(data, (failure) => showFieldErrors(failure, FIELDS, setError)),
  );

  return (
    <StepForm {...form} onSubmit={() => void onSubmit()}>
      <TextField
        {...register('target_audience', {
          validate: required(LIMITS.AudienceStep.target_audience),
        })}
        label={text.targetAudience}
        hint={text.targetAudienceHint}
        error={formState.errors.target_audience?.message}
        rows={5}
        required
      />
    </StepForm>
  );
}

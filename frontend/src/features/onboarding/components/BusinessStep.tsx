import { useForm } from 'react-hook-form';
import { texts } from '@/brand/texts';
import { LIMITS } from '@/core/api/limits';
import { showFieldErrors } from '@/features/shared/form-errors';
import { optionalWebsite, required, websiteOf } from '@/features/shared/validation';
import { TextField } from '@/ui/TextField';
import { StepForm } from './StepForm';
import type { StepProps } from './step-props';

const FIELDS = ['business_name', 'website'] as const;

export function BusinessStep({ saved, save, pending, error }: StepProps<'business'>) {
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { business_name: saved?.business_name ?? '', website: saved?.website ?? '' },
  });
  const { errors } = formState;
  const text = texts.onboarding.business;

  const onSubmit = handleSubmit(async ({ business_name, website }) => {
    const data = { business_name, website: websiteOf(website) };
    await save(data, (failure) => showFieldErrors(failure, FIELDS, setError));
  });

  return (
    <StepForm onSubmit={() => void onSubmit()} pending={pending} error={error}>
      <TextField
        {...register('business_name', { validate: required(LIMITS.BusinessStep.business_name) })}
        label={text.businessName}
        error={errors.business_name?.message}
        autoComplete="organization"
        required
      />
      <TextField
        {...register('website', { validate: optionalWebsite(LIMITS.BusinessStep.website) })}
        label={text.website}
        hint={text.websiteHint}
        error={errors.website?.message}
        type="url"
        inputMode="url"
        autoComplete="url"
      />
    </StepForm>
  );
}

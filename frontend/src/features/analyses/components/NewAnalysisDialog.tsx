import { useState } from 'react';
import { useController, useForm } from 'react-hook-form';
import { texts } from '@/brand/texts';
import { LIMITS } from '@/core/api/limits';
import type { Analysis, Lead } from '@/core/api/openapi';
import { LeadField } from '@/features/leads/components/LeadField';
import { showFieldErrors } from '@/features/shared/form-errors';
import { atMost, filled, required } from '@/features/shared/validation';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { DialogForm } from '@/ui/DialogForm';
import { TextField } from '@/ui/TextField';
import { useCreateAnalysis } from '../hooks/useAnalyses';

interface NewAnalysisDialogProps {
  onClose: () => void;
  onCreated: (analysis: Analysis) => void;
}

export function NewAnalysisDialog({ onClose, onCreated }: NewAnalysisDialogProps) {
  const text = texts.analyses;
  return (
    <Dialog onClose={onClose} title={text.add} description={text.lead}>
      <NewAnalysisForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

/** Of this form alone: to the API, `input` is any object of up to 16 KiB. */
const MAX_QUESTION = 4000;
const FIELDS = ['title', 'lead_id', 'question'] as const;

function NewAnalysisForm({ onClose, onCreated }: NewAnalysisDialogProps) {
  const create = useCreateAnalysis();
  const [error, setError] = useState<unknown>(null);
  const {
    control,
    register,
    handleSubmit,
    setError: setFieldError,
    formState,
  } = useForm({
    defaultValues: { title: '', lead_id: null as Lead | null, question: '' },
  });
  const { value, onChange, ref } = useController({ control, name: 'lead_id' }).field;
  const { errors } = formState;
  const text = texts.analyses;

  const onSubmit = handleSubmit(async ({ title, lead_id, question }) => {
    setError(null);
    const input = filled(question) ? { question: filled(question) } : undefined;
    try {
      onCreated(await create.mutateAsync({ title, lead_id: lead_id?.id, input }));
      onClose();
    } catch (failure) {
      setError(showFieldErrors(failure, FIELDS, setFieldError));
    }
  });

  return (
    <DialogForm onSubmit={() => void onSubmit()} pending={create.isPending} error={error}>
      <TextField
        {...register('title', { validate: required(LIMITS.NewAnalysis.title) })}
        label={text.name}
        error={errors.title?.message}
        required
      />
      <LeadField
        value={value}
        onChange={onChange}
        ref={ref}
        label={text.forLead}
        placeholder={text.noLead}
        error={errors.lead_id?.message}
      />
      <TextField
        {...register('question', { validate: atMost(MAX_QUESTION) })}
        label={text.question}
        hint={text.questionHint}
        error={errors.question?.message}
        rows={4}
      />
      <DialogActions>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          {create.isPending ? text.adding : text.submit}
        </Button>
      </DialogActions>
    </DialogForm>
  );
}

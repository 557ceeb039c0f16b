import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { texts } from '@/brand/texts';
import { LIMITS } from '@/core/api/limits';
import type { Lead } from '@/core/api/openapi';
import { showFieldErrors } from '@/features/shared/form-errors';
import {
  atMost,
  filled,
  optionalEmail,
  optionalWebsite,
  required,
  websiteOf,
} from '@/features/shared/validation';
import { Button } from '@/ui/Button';
import { Dialog, DialogActions } from '@/ui/Dialog';
import { DialogForm } from '@/ui/DialogForm';
import { TextField } from '@/ui/TextField';
import { useCreateLead } from '../hooks/useLeads';

interface NewLeadDialogProps {
  onClose: () => void;
  onCreated: (lead: Lead) => void;
}

export function NewLeadDialog({ onClose, onCreated }: NewLeadDialogProps) {
  return (
    <Dialog onClose={onClose} title={texts.leads.add}>
      <NewLeadForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

const FIELDS = ['name', 'email', 'website', 'notes'] as const;

function NewLeadForm({ onClose, onCreated }: NewLeadDialogProps) {
  const create = useCreateLead();
  const [error, setError] = useState<unknown>(null);
  const {
    register,
    handleSubmit,
    setError: setFieldError,
    formState,
  } = useForm({
    defaultValues: { name: '', email: '', website: '', notes: '' },
  });
  const { errors } = formState;
  const text = texts.leads;

  const onSubmit = handleSubmit(async ({ name, email, website, notes }) => {
    setError(null);
    try {
      const lead = {
        name,
        email: filled(email),
        website: websiteOf(website),
        notes: filled(notes),
      };
      onCreated(await create.mutateAsync(lead));
      onClose();
    } catch (failure) {
      setError(showFieldErrors(failure, FIELDS, setFieldError));
    }
  });

  return (
    <DialogForm onSubmit={() => void onSubmit()} pending={create.isPending} error={error}>
      <TextField
        {...register('name', { validate: required(LIMITS.NewLead.name) })}
        label={text.name}
        error={errors.name?.message}
        required
      />
      <TextField
        {...register('email', { validate: optionalEmail(LIMITS.NewLead.email) })}
        label={text.email}
        error={errors.email?.message}
        type="email"
        autoComplete="off"
      />
      <TextField
        {...register('website', { validate: optionalWebsite(LIMITS.NewLead.website) })}
        label={text.website}
        error={errors.website?.message}
        type="url"
        inputMode="url"
        autoComplete="off"
      />
      <TextField
        {...register('notes', { validate: atMost(LIMITS.NewLead.notes) })}
        label={text.notes}
        error={errors.notes?.message}
        rows={3}
      />
      <DialogActions>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          {create.isPending ? text.adding : text.add}
        </Button>
      </DialogActions>
    </DialogForm>
  );
}

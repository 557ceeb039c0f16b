import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { ApiError } from '@/core/errors';

/**
 * Puts the server's messages beside the fields they are about, and the focus on the first.
 * Returns the error if any of it concerns no field of this form.
 */
export function showFieldErrors<V extends FieldValues>(
  error: unknown,
  names: readonly Path<V>[],
  setError: UseFormSetError<V>,
): unknown {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  let shouldFocus = true;
  let unplaced: unknown = null;
  for (const { field, error: message } of error.fields) {
    const name = names.find((known) => known === field || field.endsWith(`.${known}`));
    if (name === undefined) {
      unplaced = error;
    } else {
      setError(name, { type: 'server', message }, { shouldFocus });
      shouldFocus = false;
    }
  }
  return unplaced;
}

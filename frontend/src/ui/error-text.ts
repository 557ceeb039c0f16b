import { texts } from '@/brand/texts';
import { ApiError, LatchkeyError } from '@/core/errors';

/** Our own sentence for a code that we know, else the server's. */
export function errorText(error: unknown): string {
  if (!(error instanceof LatchkeyError)) return texts.errors.unknown;
  const known: Partial<Record<string, string>> = texts.errors;
  const text = known[error.code];
  if (text !== undefined) return text;
  return error instanceof ApiError && error.status < 500 ? error.message : texts.errors.unknown;
}

export function isTooMany(error: unknown): boolean {
  return error instanceof ApiError && error.status === 429;
}

export function requestIdOf(error: unknown): string | null {
  return error instanceof LatchkeyError ? error.requestId : null;
}

import { ApiError, NetworkError, RefreshDeferredError } from '../errors';

/** Whether the same request may well succeed later. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof RefreshDeferredError) return true;
  return (
    error instanceof ApiError && (error.status >= 500 || [408, 425, 429].includes(error.status))
  );
}

/**
 * How long to wait before that: growing with each failure, at most 15 seconds, unless the server
 * asked for more.
 */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked =
    error instanceof ApiError || error instanceof RefreshDeferredError ? error.retryAfterMs : null;
  return Math.max(asked ?? 0, Math.min(1000 * 2 ** failures, 15_000));
}

import { queryOptions } from '@tanstack/react-query';
import type { LatchkeyApi } from '@/core/api/latchkey-api';
import { isRetryable } from '@/core/api/retry';

export const SESSION_KEY = ['session'] as const;

/** Who is signed in. Tried for as long as it takes: without it there is no page to show. */
export function sessionQuery(api: LatchkeyApi) {
  return queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api.session({ signal }),
    retry: (_failures, error) => isRetryable(error),
  });
}

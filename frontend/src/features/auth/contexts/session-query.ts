import { queryOptions } from '@tanstack/react-query';
import type { LatchkeyApi } from '@/core/api/latchkey-api';
import type { Session } from '@/core/api/openapi';
import { isRetryable } from '@/core/api/retry';

export const SESSION_KEY = ['session'] as const;

/**
 * Who is signed in. Tried for as long as it takes: without it there is no page to show. `first`: an
 * answer that is on its way already.
 */
export function sessionQuery(api: LatchkeyApi, first: Promise<Session> | null = null) {
  let early = first;
  return queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => {
      const answer = early ?? api.session({ signal });
      early = null;
      return answer;
    },
    retry: (_failures, error) => isRetryable(error),
  });
}

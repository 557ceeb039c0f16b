import { QueryClient } from '@tanstack/react-query';
import { isRetryable, retryDelayMs } from '@/core/api/retry';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 3 && isRetryable(error),
        retryDelay: retryDelayMs,
        // Browsers are often wrong about being offline; a request finds out.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

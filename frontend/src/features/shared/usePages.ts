import { useInfiniteQuery } from '@tanstack/react-query';
import type { Pauses } from './growing-pauses';

interface Page {
  items: readonly unknown[];
  nextCursor: string | null;
}

interface PageRequest {
  cursor: string | null;
  signal: AbortSignal;
}

/**
 * A list that the server gives page by page, newest first. `refetchInterval`: whether and when to ask
 * for all of it again.
 */
export function usePages<P extends Page>(
  name: string,
  fetchPage: (request: PageRequest) => Promise<P>,
  refetchInterval: Pauses<{ pages: P[] }> = () => false,
) {
  const query = useInfiniteQuery({
    queryKey: [name],
    queryFn: ({ pageParam, signal }) => fetchPage({ cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval,
  });
  const pages: readonly P[] = query.data?.pages ?? [];
  return {
    pages,
    items: pages.flatMap((page) => page.items) as P['items'],
    isLoading: query.isPending,
    error: query.error,
    waiting:
      query.failureReason !== null && (query.isPending || query.isFetchingNextPage)
        ? { error: query.failureReason, failures: query.failureCount }
        : null,
    retry: () => void query.refetch(),
    more: query.hasNextPage
      ? { load: () => void query.fetchNextPage(), isLoading: query.isFetchingNextPage }
      : null,
  };
}

import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Asks at once, also where a query that has no answer yet sits out the pause before its next try. */
export async function retryNow(queries: QueryClient, filters: QueryFilters): Promise<void> {
  await queries.cancelQueries(
    { ...filters, predicate: ({ state }) => state.data === undefined },
    { silent: true, revert: false },
  );
  await queries.refetchQueries(filters);
}

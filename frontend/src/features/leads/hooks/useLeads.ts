import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewLead } from '@/core/api/openapi';
import { useServices } from '@/features/shared/ServicesContext';
import { useDebounced } from '@/features/shared/useDebounced';
import { useIdempotencyKey } from '@/features/shared/useIdempotencyKey';
import { usePages } from '@/features/shared/usePages';

export function useLeads() {
  const { api } = useServices();
  return usePages('leads', (request) => api.leads(request));
}

const TYPING_PAUSE_MS = 250;

/** The leads that contain a text, of all there are: the newest of them. Nothing is asked for ''. */
export function useLeadSearch(text: string) {
  const { api } = useServices();
  const q = useDebounced(text, TYPING_PAUSE_MS);
  const query = useQuery({
    queryKey: ['leads', 'search', q],
    queryFn: ({ signal }) => api.leads({ q, signal }),
    enabled: q !== '',
  });
  return {
    leads: query.data?.items ?? [],
    isLoading: q !== text || query.isPending,
    error: query.error,
  };
}

export function useCreateLead() {
  const { api } = useServices();
  const queries = useQueryClient();
  const { keyFor, done } = useIdempotencyKey();
  return useMutation({
    mutationFn: (lead: NewLead) => api.createLead(lead, keyFor(lead)),
    onSuccess: () => {
      done();
      return queries.invalidateQueries({ queryKey: ['leads'] });
    },
  });
}

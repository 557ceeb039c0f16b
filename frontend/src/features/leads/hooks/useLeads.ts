import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NewLead } from '@/core/api/openapi';
import { useServices } from '@/features/shared/ServicesContext';
import { useIdempotencyKey } from '@/features/shared/useIdempotencyKey';
import { usePages } from '@/features/shared/usePages';

export function useLeads() {
  const { api } = useServices();
  return usePages('leads', (request) => api.leads(request));
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

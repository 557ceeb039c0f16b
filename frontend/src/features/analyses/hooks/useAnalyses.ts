import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NewAnalysis } from '@/core/api/openapi';
import { SESSION_KEY } from '@/features/auth/contexts/session-query';
import { useServices } from '@/features/shared/ServicesContext';
import { useIdempotencyKey } from '@/features/shared/useIdempotencyKey';
import { usePages } from '@/features/shared/usePages';

export function useAnalyses() {
  const { api } = useServices();
  return usePages('analyses', (request) => api.analyses(request));
}

/** Starts an analysis, which spends a credit: so the balance, wherever it is shown, is old. */
export function useCreateAnalysis() {
  const { api } = useServices();
  const queries = useQueryClient();
  const { keyFor, done } = useIdempotencyKey();
  return useMutation({
    mutationFn: (analysis: NewAnalysis) => api.createAnalysis(analysis, keyFor(analysis)),
    onSuccess: () => {
      done();
      const changed = [['analyses'], ['credits'], SESSION_KEY];
      return Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}

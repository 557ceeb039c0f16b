import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Analysis, AnalysisPage, NewAnalysis } from '@/core/api/openapi';
import { SESSION_KEY } from '@/features/auth/contexts/session-query';
import { growingPauses } from '@/features/shared/growing-pauses';
import { useServices } from '@/features/shared/ServicesContext';
import { useIdempotencyKey } from '@/features/shared/useIdempotencyKey';
import { usePages } from '@/features/shared/usePages';

export const isUnderWay = ({ status }: Pick<Analysis, 'status'>) =>
  status === 'queued' || status === 'running';

interface Pages {
  pages: AnalysisPage[];
}

/** The analyses, followed as long as one of them is under way. */
export function useAnalyses() {
  const { api } = useServices();
  const [pauses] = useState(() =>
    growingPauses<Pages>(({ pages }) => pages.some(({ items }) => items.some(isUnderWay))),
  );
  const analyses = usePages('analyses', (request) => api.analyses(request), pauses);
  useRefunds(analyses.items);
  return analyses;
}

/** One that fails gives its credit back: so the balance, wherever it is shown, is old then. */
export function useRefunds(analyses: readonly Pick<Analysis, 'id' | 'status'>[]) {
  const queries = useQueryClient();
  const underWay = useRef<readonly string[]>([]);
  useEffect(() => {
    const failed = analyses.filter(({ status }) => status === 'failed');
    if (failed.some(({ id }) => underWay.current.includes(id))) {
      for (const queryKey of [['credits'], SESSION_KEY]) {
        void queries.invalidateQueries({ queryKey });
      }
    }
    underWay.current = analyses.filter(isUnderWay).map(({ id }) => id);
  }, [analyses, queries]);
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

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AnalysisDetail } from '@/core/api/openapi';
import { growingPauses } from '@/features/shared/growing-pauses';
import { useServices } from '@/features/shared/ServicesContext';
import { isUnderWay, useRefunds } from './useAnalyses';

/** One analysis with its question and its result, followed as long as it is under way. */
export function useAnalysis(id: string) {
  const { api } = useServices();
  const [refetchInterval] = useState(() => growingPauses<AnalysisDetail>(isUnderWay));
  const query = useQuery({
    queryKey: ['analyses', id],
    queryFn: ({ signal }) => api.analysis(id, { signal }),
    refetchInterval,
  });
  useRefunds(useMemo(() => (query.data ? [query.data] : []), [query.data]));
  return query;
}

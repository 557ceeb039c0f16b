import { useServices } from '@/features/shared/ServicesContext';
import { usePages } from '@/features/shared/usePages';

export function useCredits() {
  const { api } = useServices();
  const credits = usePages('credits', (request) => api.credits(request));
  return { ...credits, newest: credits.pages[0] ?? null };
}

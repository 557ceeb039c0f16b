import { useServices } from '@/features/shared/ServicesContext';
import { usePages } from '@/features/shared/usePages';

export function useCredits() {
  const { api } = useServices();
  const credits = usePages('credits', (request) => api.credits(request));
  return { ...credits, balance: credits.pages[0]?.balance ?? null };
}

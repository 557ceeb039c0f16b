import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useServices } from '@/features/shared/ServicesContext';
import { usePages } from '@/features/shared/usePages';

/** The user's sessions, and the ways to end them. */
export function useDevices() {
  const { api, auth } = useServices();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['devices'] });
  return {
    devices: usePages('devices', (request) => api.devices(request)),
    revoke: useMutation({ mutationFn: (id: string) => api.revokeDevice(id), onSuccess }),
    revokeOthers: useMutation({ mutationFn: () => auth.signOutOthers(), onSuccess }),
  };
}

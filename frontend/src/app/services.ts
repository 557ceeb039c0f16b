import { createLatchkey } from '@/core';
import type { Services } from '@/features/shared/ServicesContext';

/** Joins the core to this browser. Called once a page. */
export function makeServices(): Services {
  const { auth, api, signIn } = createLatchkey();
  return {
    auth,
    api,
    signIn,
    visit: (address) => location.assign(address),
    reload: () => location.reload(),
  };
}

import { createContext, useContext } from 'react';
import type { LatchkeyApi } from '@/core/api/latchkey-api';
import type { AuthManager } from '@/core/auth/auth-manager';
import type { SignIn } from '@/core/auth/sign-in';

/** The core's objects, of which `app/` makes the one set there is. */
export interface Services {
  auth: AuthManager;
  api: LatchkeyApi;
  signIn: SignIn;
  /** Leaves the application for another site. */
  visit: (address: string) => void;
  /** Asks the server for the address that the address bar shows. */
  reload: () => void;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices() outside of ServicesContext');
  return services;
}

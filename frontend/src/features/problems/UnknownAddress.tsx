import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { useServices } from '@/features/shared/ServicesContext';
import { NotFoundPage } from './NotFoundPage';

interface UnknownAddressProps {
  /** The path that the server answered with this application. */
  opened: string;
}

/**
 * An address that none of the pages has. Another program of the same origin may have it, such as
 * one that is behind the sign-in (`/login?returnTo=/app/`): only the server knows.
 */
export function UnknownAddress({ opened }: UnknownAddressProps) {
  const { pathname } = useLocation();
  const { reload } = useServices();
  const asked = pathname === opened;

  useEffect(() => {
    if (!asked) reload();
  }, [asked, reload]);

  return asked ? <NotFoundPage /> : null;
}

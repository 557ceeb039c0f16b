import { useEffect, useState } from 'react';
import type { AuthConfig } from '@/core/api/openapi';
import { useServices } from '@/features/shared/ServicesContext';

/** Sends the browser to the identity provider. */
export function useBeginSignIn() {
  const { signIn, visit } = useServices();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  // Coming back with the browser's back button shows this page as it was left: still pending.
  useEffect(() => {
    const onPageShow = () => setPending(false);
    window.addEventListener('pageshow', onPageShow);
    return () => window.removeEventListener('pageshow', onPageShow);
  }, []);

  const begin = async (returnPath: string, config?: AuthConfig) => {
    setPending(true);
    setError(null);
    try {
      visit(await signIn.begin(returnPath, config));
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };

  return {
    pending,
    error,
    begin: (returnPath: string, config?: AuthConfig) => void begin(returnPath, config),
  };
}

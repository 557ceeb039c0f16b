import { Navigate, Outlet, useLocation } from 'react-router';
import { safeReturnPath } from '@/core/auth/return-path';
import { UnreachablePage } from '@/features/problems/UnreachablePage';
import { DASHBOARD } from '@/features/shared/dashboard';
import { Splash } from '@/ui/Splash';
import { useAuth } from '../hooks/useAuth';

interface ProtectedRouteProps {
  /** Whether the pages within are for those who have completed onboarding, or who have not. */
  onboarding: 'completed' | 'open';
}

/** Shows its pages to the signed in; sends everyone else to where they have to go first. */
export function ProtectedRoute({ onboarding }: ProtectedRouteProps) {
  const auth = useAuth();
  const { pathname, search, hash } = useLocation();
  const here = pathname + search + hash;

  if (auth.status === 'loading') return <Splash />;
  if (auth.status === 'unreachable') return <UnreachablePage {...auth} />;
  if (auth.status === 'signedOut') {
    // Who signed out doesn't want to be led back here, and the next one may be someone else.
    const to = auth.reason === 'signed_out' ? '/login' : withReturn('/login', here);
    return <Navigate to={to} replace />;
  }
  const completed = auth.session.onboardingCompleted;
  if (onboarding === 'completed' && !completed) {
    return <Navigate to={withReturn('/onboarding', here)} replace />;
  }
  if (onboarding === 'open' && completed) {
    const wanted = new URLSearchParams(search).get('returnTo');
    return <Navigate to={safeReturnPath(wanted, location.origin)} replace />;
  }
  return <Outlet />;
}

function withReturn(page: string, wanted: string): string {
  return wanted === DASHBOARD ? page : `${page}?${new URLSearchParams({ returnTo: wanted })}`;
}

import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearchParams } from 'react-router';
import { brand } from '@/brand/brand';
import { texts } from '@/brand/texts';
import { safeReturnPath } from '@/core/auth/return-path';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { ErrorNotice } from '@/ui/ErrorNotice';
import { Notice } from '@/ui/Notice';
import { PageHeading } from '@/ui/PageHeading';
import { Splash } from '@/ui/Splash';
import { GoogleMark } from '../components/GoogleMark';
import { useAuth } from '../hooks/useAuth';
import { useBeginSignIn } from '../hooks/useBeginSignIn';
import styles from './LoginPage.module.css';

const GOOGLE = 'https://accounts.google.com';

export function LoginPage() {
  const auth = useAuth();
  const [search] = useSearchParams();
  const returnPath = safeReturnPath(search.get('returnTo'), location.origin);

  if (auth.status === 'loading') return <Splash />;
  if (auth.status !== 'signedOut') return <Navigate to={returnPath} replace />;
  return (
    <CenteredPage footer={<Footer />}>
      <PageHeading
        title={texts.login.title}
        heading={texts.login.heading}
        lead={texts.login.lead}
        centered
      />
      {auth.logout === 'pending' && <Notice>{texts.login.logoutPending}</Notice>}
      {auth.reason === 'revoked' && <Notice>{texts.login.revoked}</Notice>}
      {auth.reason === 'refused' && <Notice>{texts.login.refused}</Notice>}
      <SignInButton returnPath={returnPath} />
    </CenteredPage>
  );
}

function SignInButton({ returnPath }: { returnPath: string }) {
  const { signIn } = useServices();
  // Asked for in advance: the button says whom it leads to, and a click leads there at once.
  const { data: config } = useQuery({ queryKey: ['config'], queryFn: () => signIn.config() });
  const { begin, pending, error } = useBeginSignIn();
  const isGoogle = config?.issuer === GOOGLE;

  return (
    <CenteredActions>
      <Button
        variant={isGoogle ? 'secondary' : 'primary'}
        size="large"
        pending={pending}
        onClick={() => begin(returnPath, config)}
      >
        {isGoogle && !pending && <GoogleMark />}
        {pending && texts.login.opening}
        {!pending && (isGoogle ? texts.login.withGoogle : texts.login.withProvider)}
      </Button>
      {error !== null && <ErrorNotice error={error} />}
    </CenteredActions>
  );
}

function Footer() {
  return (
    <>
      <p>{texts.login.firstTime}</p>
      {brand.legalLinks.length > 0 && (
        <p className={styles.legal}>
          {brand.legalLinks.map(({ label, href }) => (
            <a key={href} href={href}>
              {label}
            </a>
          ))}
        </p>
      )}
    </>
  );
}

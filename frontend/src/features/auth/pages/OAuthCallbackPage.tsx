import { useEffect, useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { texts } from '@/brand/texts';
import { SignInError } from '@/core/errors';
import { Button, buttonClass } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { ErrorNotice } from '@/ui/ErrorNotice';
import { PageHeading } from '@/ui/PageHeading';
import { Spinner } from '@/ui/Spinner';
import { useAuth } from '../hooks/useAuth';
import { useBeginSignIn } from '../hooks/useBeginSignIn';
import styles from './OAuthCallbackPage.module.css';

interface OAuthCallbackPageProps {
  /** The sign-in that is being completed: resolves with the path to go to. */
  completion: Promise<string>;
  /** Where another try is to lead. */
  returnPath: string;
}

/** Where the identity provider sends the browser back to, with a code or an error. */
export function OAuthCallbackPage({ completion, returnPath }: OAuthCallbackPageProps) {
  const auth = useAuth();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let left = false;
    completion.then(
      (path) => !left && void navigate(path, { replace: true }),
      (failure: unknown) => !left && setError(failure),
    );
    return () => {
      left = true;
    };
  }, [completion, navigate]);

  if (error === null) return <SigningIn />;
  if (isUnknown(error)) {
    // Its address was opened again, by a reload or from the history: who is signed in goes onward.
    if (auth.status === 'loading') return <SigningIn />;
    if (auth.status !== 'signedOut') return <Navigate to={returnPath} replace />;
  }
  return <SignInFailed error={error} returnPath={returnPath} />;
}

function isUnknown(error: unknown): boolean {
  return error instanceof SignInError && error.code === 'sign_in_unknown';
}

function SigningIn() {
  return (
    <CenteredPage>
      <PageHeading title={texts.callback.title} heading={texts.callback.heading} centered />
      <span className={styles.spinner}>
        <Spinner />
      </span>
    </CenteredPage>
  );
}

function SignInFailed({ error, returnPath }: { error: unknown; returnPath: string }) {
  const again = useBeginSignIn();
  return (
    <CenteredPage>
      <PageHeading
        title={texts.callback.failedTitle}
        heading={texts.callback.failedHeading}
        centered
      />
      <ErrorNotice error={again.error ?? error} />
      <CenteredActions>
        <Button
          variant="primary"
          size="large"
          pending={again.pending}
          onClick={() => again.begin(returnPath)}
        >
          {texts.callback.startAgain}
        </Button>
        <Link className={buttonClass('quiet', 'large')} to="/login">
          {texts.callback.backToLogin}
        </Link>
      </CenteredActions>
    </CenteredPage>
  );
}

import { texts } from '@/brand/texts';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { ErrorNotice, RetryCountdown, type Waiting } from '@/ui/ErrorNotice';
import { PageHeading } from '@/ui/PageHeading';

/** Signed in, but the server can't be asked. Goes away by itself. */
export function UnreachablePage({ error, failures, retry }: Waiting & { retry: () => void }) {
  const { auth } = useServices();
  return (
    <CenteredPage footer={<RetryCountdown error={error} failures={failures} />}>
      <PageHeading
        title={texts.unreachable.title}
        heading={texts.unreachable.heading}
        lead={texts.unreachable.lead}
        centered
      />
      <ErrorNotice error={error} tone="neutral" />
      <CenteredActions>
        <Button variant="primary" size="large" onClick={retry}>
          {texts.common.tryAgain}
        </Button>
        <Button variant="quiet" onClick={() => void auth.signOut('local')}>
          {texts.shell.signOut}
        </Button>
      </CenteredActions>
    </CenteredPage>
  );
}

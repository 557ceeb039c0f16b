import { texts } from '@/brand/texts';
import { Button } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { ErrorNotice } from '@/ui/ErrorNotice';
import { requestIdOf } from '@/ui/error-text';
import { PageHeading } from '@/ui/PageHeading';

interface FailurePageProps {
  /** A bug: what the page threw. */
  error?: unknown;
  /** A file that could not be loaded, and is being tried again. */
  onRetry?: () => void;
}

export function FailurePage({ error, onRetry }: FailurePageProps) {
  return (
    <CenteredPage>
      <PageHeading
        title={texts.failure.title}
        heading={texts.failure.heading}
        lead={onRetry ? texts.lostChunk : leadFor(error)}
        centered
      />
      {!onRetry && <ErrorNotice error={error} />}
      <CenteredActions>
        {onRetry && (
          <Button variant="primary" size="large" onClick={onRetry}>
            {texts.common.tryAgain}
          </Button>
        )}
        <Button
          variant={onRetry ? 'quiet' : 'primary'}
          size="large"
          onClick={() => location.reload()}
        >
          {texts.failure.reload}
        </Button>
      </CenteredActions>
    </CenteredPage>
  );
}

function leadFor(error: unknown): string {
  return requestIdOf(error) === null ? texts.failure.lead : texts.failure.leadWithId;
}

import { texts } from '@/brand/texts';
import { Button } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { ErrorNotice } from '@/ui/ErrorNotice';
import { requestIdOf } from '@/ui/error-text';
import { PageHeading } from '@/ui/PageHeading';

export function FailurePage({ error }: { error: unknown }) {
  return (
    <CenteredPage>
      <PageHeading
        title={texts.failure.title}
        heading={texts.failure.heading}
        lead={requestIdOf(error) === null ? texts.failure.lead : texts.failure.leadWithId}
        centered
      />
      <ErrorNotice error={error} />
      <CenteredActions>
        <Button variant="primary" size="large" onClick={() => location.reload()}>
          {texts.failure.reload}
        </Button>
      </CenteredActions>
    </CenteredPage>
  );
}

import { Link } from 'react-router';
import { texts } from '@/brand/texts';
import { buttonClass } from '@/ui/Button';
import { CenteredActions, CenteredPage } from '@/ui/CenteredPage';
import { PageHeading } from '@/ui/PageHeading';

export function NotFoundPage() {
  return (
    <CenteredPage>
      <PageHeading
        title={texts.notFound.title}
        heading={texts.notFound.heading}
        lead={texts.notFound.lead}
        centered
      />
      <CenteredActions>
        <Link className={buttonClass('primary', 'large')} to="/">
          {texts.common.goHome}
        </Link>
      </CenteredActions>
    </CenteredPage>
  );
}

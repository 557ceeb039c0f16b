import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { useSession } from '@/features/auth/hooks/useSession';
import { Card } from '@/ui/Card';
import { EmptyList } from '@/ui/DataList';
import { Notice } from '@/ui/Notice';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import { AnalysisRow } from '../components/AnalysisRow';
import { NewAnalysisButton } from '../components/NewAnalysisButton';
import { useAnalyses } from '../hooks/useAnalyses';

export function AnalysesPage() {
  const analyses = useAnalyses();
  const { account } = useSession();
  const [created, setCreated] = useState<Analysis | null>(null);
  const text = texts.analyses;
  return (
    <>
      <PageHeading
        title={text.title}
        lead={text.lead}
        actions={<NewAnalysisButton onCreated={setCreated} />}
      />
      {created && <Notice tone="success">{text.added(created.title)}</Notice>}
      {account.available < 1 && (
        <Notice>{account.credits < 1 ? text.noCredits : text.allHeld}</Notice>
      )}
      <Card>
        <PagedList
          label={text.title}
          list={analyses}
          empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
        >
          {(analysis: Analysis) => <AnalysisRow key={analysis.id} analysis={analysis} />}
        </PagedList>
      </Card>
    </>
  );
}

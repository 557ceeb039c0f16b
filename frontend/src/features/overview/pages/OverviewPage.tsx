import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { texts } from '@/brand/texts';
import type { Analysis, Lead, LedgerEntry } from '@/core/api/openapi';
import { AnalysisRow } from '@/features/analyses/components/AnalysisRow';
import { NewAnalysisButton } from '@/features/analyses/components/NewAnalysisButton';
import { useAnalyses } from '@/features/analyses/hooks/useAnalyses';
import { useSession } from '@/features/auth/hooks/useSession';
import { CreditRow } from '@/features/credits/components/CreditRow';
import { useCredits } from '@/features/credits/hooks/useCredits';
import { LeadRow } from '@/features/leads/components/LeadRow';
import { NewLeadButton } from '@/features/leads/components/NewLeadButton';
import { useLeads } from '@/features/leads/hooks/useLeads';
import { Card } from '@/ui/Card';
import { Clamped } from '@/ui/Clamped';
import { EmptyList } from '@/ui/DataList';
import { Figure } from '@/ui/Figure';
import { Notice } from '@/ui/Notice';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import styles from './OverviewPage.module.css';

const SHOWN = 4;

/** The start page: who, how many credits, and the latest of everything. */
export function OverviewPage() {
  const { user, account } = useSession();
  const [done, setDone] = useState<string | null>(null);
  const held = account.credits - account.available;
  const text = texts.overview;

  // For measuring from outside: user, account and credits are on the screen.
  useEffect(() => {
    performance.mark('page-ready');
  }, []);

  return (
    <>
      <PageHeading
        title={text.title}
        heading={<Clamped>{text.heading(user.full_name.split(' ')[0] ?? user.full_name)}</Clamped>}
        lead={<Clamped>{`${account.name} · ${user.email}`}</Clamped>}
        actions={
          <>
            <NewLeadButton
              variant="secondary"
              onCreated={({ name }) => setDone(texts.leads.added(name))}
            />
            <NewAnalysisButton onCreated={({ title }) => setDone(texts.analyses.added(title))} />
          </>
        }
      />
      {done !== null && <Notice tone="success">{done}</Notice>}
      <div className={styles.columns}>
        <div className={styles.column}>
          <RecentAnalyses />
          <RecentLeads />
        </div>
        <div className={styles.column}>
          <Card>
            <Figure
              label={text.creditsLeft}
              value={account.available}
              hint={held > 0 ? texts.credits.heldBeside(held) : text.creditsHint}
            />
          </Card>
          <RecentCredits />
        </div>
      </div>
    </>
  );
}

function RecentAnalyses() {
  const analyses = useAnalyses();
  const text = texts.analyses;
  return (
    <Card title={texts.overview.recentAnalyses} action={<All of={text.title} at="/analyses" />}>
      <PagedList
        label={texts.overview.recentAnalyses}
        list={analyses}
        limit={SHOWN}
        empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
      >
        {(analysis: Analysis) => <AnalysisRow key={analysis.id} analysis={analysis} />}
      </PagedList>
    </Card>
  );
}

function RecentLeads() {
  const leads = useLeads();
  const text = texts.leads;
  return (
    <Card title={texts.overview.recentLeads} action={<All of={text.title} at="/leads" />}>
      <PagedList
        label={texts.overview.recentLeads}
        list={leads}
        limit={SHOWN}
        empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
      >
        {(lead: Lead) => <LeadRow key={lead.id} lead={lead} />}
      </PagedList>
    </Card>
  );
}

function RecentCredits() {
  const credits = useCredits();
  const text = texts.credits;
  return (
    <Card title={texts.overview.recentCredits} action={<All of={text.title} at="/credits" />}>
      <PagedList
        label={texts.overview.recentCredits}
        list={credits}
        limit={SHOWN}
        empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
      >
        {(transaction: LedgerEntry) => <CreditRow key={transaction.id} transaction={transaction} />}
      </PagedList>
    </Card>
  );
}

/** Four links of one name would be one too many for whom they are read aloud. */
function All({ of, at }: { of: string; at: string }) {
  return (
    <Link to={at}>
      {texts.common.viewAll}
      <span className="visually-hidden">: {of}</span>
    </Link>
  );
}

import { useState } from 'react';
import { texts } from '@/brand/texts';
import type { Lead } from '@/core/api/openapi';
import { Card } from '@/ui/Card';
import { EmptyList } from '@/ui/DataList';
import { Notice } from '@/ui/Notice';
import { PagedList } from '@/ui/PagedList';
import { PageHeading } from '@/ui/PageHeading';
import { LeadRow } from '../components/LeadRow';
import { NewLeadButton } from '../components/NewLeadButton';
import { useLeads } from '../hooks/useLeads';

export function LeadsPage() {
  const leads = useLeads();
  const [created, setCreated] = useState<Lead | null>(null);
  const text = texts.leads;
  return (
    <>
      <PageHeading
        title={text.title}
        lead={text.lead}
        actions={<NewLeadButton onCreated={setCreated} />}
      />
      {created && <Notice tone="success">{text.added(created.name)}</Notice>}
      <Card>
        <PagedList
          label={text.title}
          list={leads}
          empty={<EmptyList title={text.empty} hint={text.emptyHint} />}
        >
          {(lead: Lead) => <LeadRow key={lead.id} lead={lead} />}
        </PagedList>
      </Card>
    </>
  );
}

import type { Lead } from '@/core/api/openapi';
import { Clamped } from '@/ui/Clamped';
import { DataRow } from '@/ui/DataList';
import { LongText } from '@/ui/LongText';
import { TimeAgo } from '@/ui/TimeAgo';

export function LeadRow({ lead }: { lead: Lead }) {
  return (
    <DataRow
      title={<Clamped>{lead.name}</Clamped>}
      details={
        <>
          {lead.email && <Clamped>{lead.email}</Clamped>}
          {lead.website && (
            <a href={lead.website} rel="noreferrer" target="_blank">
              <Clamped>{hostOf(lead.website)}</Clamped>
            </a>
          )}
          {lead.notes && <LongText>{lead.notes}</LongText>}
        </>
      }
      end={<TimeAgo time={lead.created_at} />}
    />
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

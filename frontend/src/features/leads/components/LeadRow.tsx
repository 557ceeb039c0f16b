import type { Lead } from '@/core/api/openapi';
import { DataRow } from '@/ui/DataList';
import { TimeAgo } from '@/ui/TimeAgo';

export function LeadRow({ lead }: { lead: Lead }) {
  return (
    <DataRow
      title={lead.name}
      details={
        <>
          {lead.email && <span>{lead.email}</span>}
          {lead.website && (
            <a href={lead.website} rel="noreferrer" target="_blank">
              {hostOf(lead.website)}
            </a>
          )}
          {lead.notes && <span>{lead.notes}</span>}
        </>
      }
      end={<TimeAgo time={lead.created_at} />}
    />
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

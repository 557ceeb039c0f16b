import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { Badge } from '@/ui/Badge';
import { Clamped } from '@/ui/Clamped';
import { DataRow } from '@/ui/DataList';
import { TimeAgo } from '@/ui/TimeAgo';

export function AnalysisRow({ analysis }: { analysis: Analysis }) {
  const { title, status, created_at, credits_spent } = analysis;
  return (
    <DataRow
      title={<Clamped>{title}</Clamped>}
      details={
        <>
          <TimeAgo time={created_at} />
          <span>{texts.credits.credits(credits_spent)}</span>
        </>
      }
      end={
        <Badge tone={status === 'done' ? 'accent' : 'neutral'}>
          {texts.analyses.status[status]}
        </Badge>
      }
    />
  );
}

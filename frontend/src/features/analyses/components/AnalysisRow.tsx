import { Link } from 'react-router';
import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { Clamped } from '@/ui/Clamped';
import { DataRow } from '@/ui/DataList';
import { LongText } from '@/ui/LongText';
import { TimeAgo } from '@/ui/TimeAgo';
import { AnalysisStatus } from './AnalysisStatus';

export function AnalysisRow({ analysis }: { analysis: Analysis }) {
  const { id, title, status, created_at, credits_spent } = analysis;
  const outcome = analysis.summary ?? analysis.failure_reason;
  return (
    <DataRow
      title={
        <Link to={`/analyses/${id}`}>
          <Clamped>{title}</Clamped>
        </Link>
      }
      details={
        <>
          <TimeAgo time={created_at} />
          <span>
            {status === 'failed' && credits_spent > 0
              ? texts.analyses.givenBack
              : texts.credits.credits(credits_spent)}
          </span>
          {outcome && <LongText>{outcome}</LongText>}
        </>
      }
      end={<AnalysisStatus status={status} />}
    />
  );
}

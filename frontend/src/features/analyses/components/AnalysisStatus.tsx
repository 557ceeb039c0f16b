import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { Badge } from '@/ui/Badge';

export function AnalysisStatus({ status }: Pick<Analysis, 'status'>) {
  return (
    <Badge tone={status === 'done' ? 'accent' : 'neutral'}>{texts.analyses.status[status]}</Badge>
  );
}

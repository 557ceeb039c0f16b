import { texts } from '@/brand/texts';
import type { Analysis } from '@/core/api/openapi';
import { Card, CardBody } from '@/ui/Card';
import { TimeAgo } from '@/ui/TimeAgo';
import styles from './AnalysisProgress.module.css';
import { AnalysisStatus } from './AnalysisStatus';

/** How far an analysis is, in words that are read aloud when they change. */
export function AnalysisProgress({ analysis }: { analysis: Analysis }) {
  const { status, created_at, started_at, finished_at } = analysis;
  const text = texts.analyses;
  const steps = [
    [text.asked, created_at],
    [text.started, started_at],
    [text.finished, finished_at],
  ] as const;
  return (
    <Card title={text.progress} action={<AnalysisStatus status={status} />}>
      <CardBody>
        <p role="status">{sentenceOf(analysis)}</p>
        <dl className={styles.steps}>
          {steps.map(
            ([name, time]) =>
              time !== null && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <TimeAgo time={time} />
                  </dd>
                </div>
              ),
          )}
        </dl>
      </CardBody>
    </Card>
  );
}

function sentenceOf({ status, started_at, credits_spent }: Analysis): string {
  const text = texts.analyses;
  if (status === 'queued') return started_at === null ? text.queuedNow : text.queuedAgain;
  if (status === 'running') return text.runningNow;
  if (status === 'done') return text.doneNow;
  return credits_spent > 0 ? text.failedNow : text.failedFree;
}

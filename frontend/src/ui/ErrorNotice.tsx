import { useEffect, useState } from 'react';
import { texts } from '@/brand/texts';
import { retryDelayMs } from '@/core/api/retry';
import { Button } from './Button';
import styles from './ErrorNotice.module.css';
import { errorText, isTooMany, requestIdOf } from './error-text';
import { Notice } from './Notice';

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
  /** Neutral where nothing is lost and waiting is all there is to do. */
  tone?: 'danger' | 'neutral';
}

/** What went wrong, in a person's words, with the id under which the logs have it. */
export function ErrorNotice({ error, onRetry, tone = 'danger' }: ErrorNoticeProps) {
  const requestId = requestIdOf(error);
  return (
    <Notice
      tone={tone}
      action={onRetry && <Button onClick={onRetry}>{texts.common.tryAgain}</Button>}
    >
      <p>{errorText(error)}</p>
      {requestId && (
        <p className={styles.requestId}>
          {texts.common.requestId} <code>{requestId}</code>
        </p>
      )}
    </Notice>
  );
}

/** A query that has failed and will be tried again. */
export interface Waiting {
  error: unknown;
  /** In a row. */
  failures: number;
}

/** Why there is nothing to see yet, and when it goes on. */
export function WaitingNotice({ error, failures }: Waiting) {
  return (
    <Notice>
      <p>
        <span>{isTooMany(error) ? texts.waiting.tooMany : errorText(error)}</span>{' '}
        <RetryCountdown error={error} failures={failures} />
      </p>
    </Notice>
  );
}

/** A timer, which is not read aloud at each second. */
export function RetryCountdown({ error, failures }: Waiting) {
  const left = useSecondsLeft(error, failures);
  const { goingOnIn, tryingIn, trying } = texts.waiting;
  const text = isTooMany(error) ? goingOnIn : tryingIn;
  return <span role="timer">{left > 0 ? text(left) : trying}</span>;
}

/** Until the next try after the failure that has just been shown. */
function useSecondsLeft(error: unknown, failures: number): number {
  const [now, setNow] = useState(Date.now);
  const [waiting, setWaiting] = useState(() => ({ error, failures, since: now }));
  if (waiting.error !== error || waiting.failures !== failures) {
    setWaiting({ error, failures, since: Date.now() });
  }
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const end = waiting.since + retryDelayMs(waiting.failures - 1, waiting.error);
  return Math.ceil((end - Math.max(now, waiting.since)) / 1000);
}

import { texts } from '@/brand/texts';
import { Button } from './Button';
import styles from './ErrorNotice.module.css';
import { errorText, requestIdOf } from './error-text';
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

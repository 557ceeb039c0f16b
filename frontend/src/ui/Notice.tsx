import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  tone?: 'neutral' | 'success' | 'danger';
  children: ReactNode;
  action?: ReactNode;
}

/** A message within the page. Failures interrupt a screen reader, the rest waits its turn. */
export function Notice({ tone = 'neutral', children, action }: NoticeProps) {
  return (
    <div
      className={`${styles.notice} ${styles[tone]}`}
      role={tone === 'danger' ? 'alert' : 'status'}
    >
      <div className={styles.message}>{children}</div>
      {action}
    </div>
  );
}

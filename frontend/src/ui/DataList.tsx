import type { ReactNode } from 'react';
import styles from './DataList.module.css';

/** Rows of things, each with its main line, details below it and something at the end. */
export function DataList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

interface DataRowProps {
  title: ReactNode;
  details?: ReactNode;
  end?: ReactNode;
}

export function DataRow({ title, details, end }: DataRowProps) {
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {details && <div className={styles.details}>{details}</div>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </li>
  );
}

export function EmptyList({ title, hint, action }: EmptyListProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      <p>{hint}</p>
      {action && <div className={styles.emptyAction}>{action}</div>}
    </div>
  );
}

interface EmptyListProps {
  title: string;
  hint: string;
  action?: ReactNode;
}

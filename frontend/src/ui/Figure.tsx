import type { ReactNode } from 'react';
import styles from './Figure.module.css';

/** One number that matters, and what it counts. */
export function Figure({ label, value, hint }: { label: string; value: number; hint?: string }) {
  return (
    <dl className={styles.figure}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{value.toLocaleString('en')}</dd>
      {hint && <dd className={styles.label}>{hint}</dd>}
    </dl>
  );
}

/** Several of them, side by side where there is room. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className={styles.figures}>{children}</div>;
}

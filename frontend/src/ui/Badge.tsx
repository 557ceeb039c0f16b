import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}

interface BadgeProps {
  tone?: 'neutral' | 'accent';
  children: ReactNode;
}

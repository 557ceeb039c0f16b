import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './Card.module.css';

interface CardProps {
  title?: string;
  /** Stands at the end of the title's line. */
  action?: ReactNode;
  children: ReactNode;
}

export function Card({ title, action, children }: CardProps) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={styles.header}>
          <h2 id={id}>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}

/** What a card holds where that is neither a list nor a figure. */
export function CardBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

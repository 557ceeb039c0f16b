import type { ReactNode } from 'react';
import styles from './CenteredPage.module.css';
import { Logo } from './Logo';

interface CenteredPageProps {
  children: ReactNode;
  footer?: ReactNode;
}

/** A page with one thing to do or to say: signing in, an error. */
export function CenteredPage({ children, footer }: CenteredPageProps) {
  return (
    <div className={styles.page}>
      <main className={styles.card}>
        <Logo size="large" named={false} />
        {children}
      </main>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </div>
  );
}

/** What can be done on such a page, one below the other. */
export function CenteredActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

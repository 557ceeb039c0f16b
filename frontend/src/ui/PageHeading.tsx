import { type ReactNode, useEffect, useRef } from 'react';
import { brand } from '@/brand/brand';
import styles from './PageHeading.module.css';

interface PageHeadingProps {
  /** What the tab is called. */
  title: string;
  /** What the page is called, where that is more than the title. */
  heading?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  centered?: boolean;
}

/** The first page is where the browser put the focus; only a later one has to fetch it. */
let isFirstPage = true;

/** The top of every page: names it, and takes the focus when the page was navigated to. */
export function PageHeading({ title, heading, lead, actions, centered }: PageHeadingProps) {
  const element = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!isFirstPage) element.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);

  return (
    <header className={centered ? `${styles.header} ${styles.centered}` : styles.header}>
      <title>{`${title} · ${brand.name}`}</title>
      <div className={styles.words}>
        <h1 ref={element} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

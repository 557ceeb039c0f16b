import { useLayoutEffect, useRef, useState } from 'react';
import { texts } from '@/brand/texts';
import styles from './Clamped.module.css';

/** Two lines of a text of any length, and a button for the rest where there is one. */
export function LongText({ children }: { children: string }) {
  const element = useRef<HTMLSpanElement>(null);
  const [isCut, setCut] = useState(false);
  const [isWhole, setWhole] = useState(false);

  useLayoutEffect(() => {
    if (isWhole) return;
    const measure = () => {
      const { scrollHeight = 0, clientHeight = 0 } = element.current ?? {};
      setCut(scrollHeight > clientHeight);
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [isWhole]);

  return (
    <div className={styles.long}>
      <span ref={element} className={isWhole ? styles.whole : styles.clamped}>
        {children}
      </span>
      {isCut && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? texts.common.showLess : texts.common.showAll}
        </button>
      )}
    </div>
  );
}

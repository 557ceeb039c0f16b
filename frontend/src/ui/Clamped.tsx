import styles from './Clamped.module.css';

/** A short text that may be a long one: two lines of it, and all of it under the pointer. */
export function Clamped({ children }: { children: string }) {
  return (
    <span className={styles.clamped} title={children}>
      {children}
    </span>
  );
}

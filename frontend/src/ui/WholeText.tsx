import styles from './Clamped.module.css';

/** All of a text of any length, with its lines as they were written. */
export function WholeText({ children }: { children: string }) {
  return <p className={styles.whole}>{children}</p>;
}

import styles from './Spinner.module.css';

/** Decoration only: what is under way is said in words beside it. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}

import styles from './JsonText.module.css';

/** Data without a form of its own, as readable as JSON is. Never scrolls sideways. */
export function JsonText({ children }: { children: object }) {
  return <pre className={styles.json}>{JSON.stringify(children, null, 2)}</pre>;
}

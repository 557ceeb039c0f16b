import { texts } from '@/brand/texts';
import { Spinner } from './Spinner';
import styles from './Splash.module.css';

/** While a page is on its way. Shows itself only after a moment, so that quick pages don't flash. */
export function Splash({ label = texts.common.loading }: { label?: string }) {
  return (
    <div className={styles.splash} role="status">
      <Spinner />
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

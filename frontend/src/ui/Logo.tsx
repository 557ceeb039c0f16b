import { brand } from '@/brand/brand';
import styles from './Logo.module.css';

export function Logo({ size = 'medium', named = true }: LogoProps) {
  return (
    <span className={styles.logo}>
      <span className={`${styles.mark} ${styles[size]}`} aria-hidden="true" />
      {named && <span className={styles.name}>{brand.name}</span>}
    </span>
  );
}

interface LogoProps {
  size?: 'medium' | 'large';
  /** Whether the product's name stands beside the mark. */
  named?: boolean;
}

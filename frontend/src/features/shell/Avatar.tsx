import { useState } from 'react';
import styles from './Avatar.module.css';

interface AvatarProps {
  name: string;
  url: string | null;
}

/** The picture at the identity provider; initials where there is none, or none to be had. */
export function Avatar({ name, url }: AvatarProps) {
  const [failed, setFailed] = useState(false);
  if (url === null || failed) {
    return (
      <span className={styles.avatar} aria-hidden="true">
        {initials(name)}
      </span>
    );
  }
  return (
    <img
      className={styles.avatar}
      src={url}
      alt=""
      width="32"
      height="32"
      // Google answers some referrers with an error; and it need not know them.
      referrerPolicy="no-referrer"
      onError={() => setFailed(true)}
    />
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

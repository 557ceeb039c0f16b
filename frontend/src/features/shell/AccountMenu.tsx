import { useState } from 'react';
import { texts } from '@/brand/texts';
import { useSession } from '@/features/auth/hooks/useSession';
import { useServices } from '@/features/shared/ServicesContext';
import { Button } from '@/ui/Button';
import { Clamped } from '@/ui/Clamped';
import { chooseTheme, storedTheme, THEMES, type Theme } from '@/ui/theme';
import styles from './AccountMenu.module.css';
import { Avatar } from './Avatar';

const POPOVER_ID = 'account';

/** Who is signed in, the theme, and the way out. The browser's popover: Escape, focus and all. */
export function AccountMenu() {
  const { auth } = useServices();
  const { user, account } = useSession();
  return (
    <>
      <button type="button" className={styles.trigger} popoverTarget={POPOVER_ID}>
        <span className="visually-hidden">{texts.shell.accountMenu(user.full_name)}</span>
        <Avatar name={user.full_name} url={user.avatar_url} />
      </button>
      <div className={styles.popup} id={POPOVER_ID} popover="auto">
        <div className={styles.who}>
          <span className={styles.name}>
            <Clamped>{user.full_name}</Clamped>
          </span>
          <Clamped>{user.email}</Clamped>
          <Clamped>{account.name}</Clamped>
        </div>
        <ThemeChoice />
        <Button className={styles.signOut} onClick={() => void auth.signOut('local')}>
          {texts.shell.signOut}
        </Button>
      </div>
    </>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <fieldset className={styles.themes}>
      <legend className="visually-hidden">{texts.shell.theme}</legend>
      {THEMES.map((name) => (
        <label key={name} className={styles.theme}>
          <input
            className="visually-hidden"
            type="radio"
            name="theme"
            checked={theme === name}
            onChange={() => choose(name)}
          />
          {texts.shell.themes[name]}
        </label>
      ))}
    </fieldset>
  );
}

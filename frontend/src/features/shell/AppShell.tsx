import { Link, NavLink, Outlet } from 'react-router';
import { brand } from '@/brand/brand';
import { texts } from '@/brand/texts';
import { DASHBOARD } from '@/features/shared/dashboard';
import { Logo } from '@/ui/Logo';
import { AccountMenu } from './AccountMenu';
import styles from './AppShell.module.css';

const PAGES = [
  [DASHBOARD, texts.shell.overview],
  ['/leads', texts.shell.leads],
  ['/analyses', texts.shell.analyses],
  ['/credits', texts.shell.credits],
  ['/devices', texts.shell.devices],
] as const;

/** What surrounds every page of the signed in: the way to the others, and out. */
export function AppShell() {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {texts.common.skipToContent}
      </a>
      <header className={styles.bar}>
        <div className={styles.inner}>
          <Link className={styles.home} to={DASHBOARD} aria-label={brand.name}>
            <Logo />
          </Link>
          <nav className={styles.pages} aria-label={texts.shell.navigation}>
            {PAGES.map(([path, label]) => (
              <NavLink key={path} className={styles.page} to={path}>
                {label}
              </NavLink>
            ))}
          </nav>
          <AccountMenu />
        </div>
      </header>
      <main className={styles.content} id="content">
        <Outlet />
      </main>
    </div>
  );
}

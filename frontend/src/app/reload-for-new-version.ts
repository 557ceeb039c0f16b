const STORAGE_KEY = 'latchkey.reloadedAt';
const AT_MOST_EVERY_MS = 10_000;

/**
 * After an update the server no longer has the chunks that an open page still asks for. A reload
 * brings the new version; more than one in a row would not help, and while the server cannot be
 * reached it would lose the page.
 */
export function reloadForNewVersion(): void {
  window.addEventListener('vite:preloadError', () => void reloadIfNewer());
}

async function reloadIfNewer(): Promise<void> {
  if ((await isNewerServed()) && mayReload()) location.reload();
}

/** Whether the server's index.html asks for another script than the one that runs here. */
async function isNewerServed(): Promise<boolean> {
  try {
    const answer = await fetch(import.meta.env.BASE_URL, { cache: 'no-store' });
    const html = await answer.text();
    const own = [...document.scripts].filter(({ type, src }) => type === 'module' && src !== '');
    return answer.ok && own.some(({ src }) => !html.includes(new URL(src).pathname));
  } catch {
    return false;
  }
}

function mayReload(): boolean {
  try {
    if (Date.now() - Number(sessionStorage.getItem(STORAGE_KEY)) < AT_MOST_EVERY_MS) return false;
    sessionStorage.setItem(STORAGE_KEY, String(Date.now()));
    return true;
  } catch {
    return false; // without a memory it might be one reload after the other
  }
}

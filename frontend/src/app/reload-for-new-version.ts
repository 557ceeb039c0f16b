const STORAGE_KEY = 'latchkey.reloadedAt';
const AT_MOST_EVERY_MS = 10_000;

/**
 * After an update the server no longer has the chunks that an open page still asks for. A reload
 * brings the new version; more than one in a row would not help, and offline none would.
 */
export function reloadForNewVersion(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(STORAGE_KEY));
    if (!navigator.onLine || Date.now() - last < AT_MOST_EVERY_MS) return;
    sessionStorage.setItem(STORAGE_KEY, String(Date.now()));
    location.reload();
  });
}

const HOME = '/';
/** Going back to these after signing in would go round in circles. */
const SIGN_IN_PAGES = /^\/(login|auth\/(callback|continue))(\/|$)/;

/**
 * Where to go after signing in: `wanted` if it is a path of this application, else the start page.
 * `wanted` comes from the address bar, so that anyone can have written it: other origins, also in
 * disguise (`//evil`, `/\evil`, `/%09/evil`, `javascript:`), become the start page.
 */
export function safeReturnPath(wanted: string | null | undefined, origin: string): string {
  if (!wanted?.startsWith('/') || hasOddCharacters(wanted)) return HOME;
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return HOME;
  }
  if (url.origin !== new URL(origin).origin || SIGN_IN_PAGES.test(url.pathname)) return HOME;
  const path = url.pathname + url.search + url.hash;
  // The parser may have resolved `/.//evil` to a path that means another host when used again.
  return path.startsWith('//') ? HOME : path;
}

/** Browsers drop control characters from URLs and read backslashes as slashes. */
function hasOddCharacters(text: string): boolean {
  return [...text].some((c) => c === '\\' || c < ' ' || c === '\u007f');
}

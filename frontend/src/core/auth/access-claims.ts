import { isObject } from '../api/send';

/**
 * The session that an access token names. Read without verification, which is the server's: good
 * for noticing that another user signed in, never for deciding what someone may do.
 */
export function sessionIdOf(accessToken: string | null): string | null {
  const payload = accessToken?.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return isObject(claims) && typeof claims.sid === 'string' ? claims.sid : null;
  } catch {
    return null;
  }
}

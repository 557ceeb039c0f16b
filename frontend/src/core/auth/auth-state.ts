export type AuthState =
  /** Nothing is known yet: initialize() has not been called, or a first refresh is under way. */
  | { status: 'loading' }
  | { status: 'signedOut'; reason: SignedOutReason; logout: LogoutState }
  /** `sessionId` changes when someone else signs in, and is null where it can't be read. */
  | { status: 'signedIn'; sessionId: string | null };

export type SignedOutReason =
  /** There was no session when the page was opened. */
  | 'none'
  /** Someone pressed "sign out", here or in another tab. */
  | 'signed_out'
  /** The session ran out. */
  | 'expired'
  /** The server ended it: from another device, by an administrator, or because a token leaked. */
  | 'revoked'
  /** The server does not accept it, and does not say that anybody ended it. */
  | 'refused';

/** Whether the server knows of the logout yet; this page tells it until it does. */
export type LogoutState = 'done' | 'pending';

/** Why a session is over that a 401 with `code` ended; `outlived`: the refresh token's time is up. */
export function reasonOf(code: string, outlived: boolean): SignedOutReason {
  switch (code) {
    case 'refresh_token_expired':
      return 'expired';
    case 'refresh_token_invalid':
      // The server forgets expired tokens, and the browser the cookie.
      return outlived ? 'expired' : 'refused';
    case 'refresh_token_reused':
    case 'session_revoked':
      return 'revoked';
    default:
      return 'refused';
  }
}

export function sameState(a: AuthState, b: AuthState): boolean {
  if (a.status === 'signedIn' && b.status === 'signedIn') return a.sessionId === b.sessionId;
  if (a.status === 'signedOut' && b.status === 'signedOut') {
    return a.reason === b.reason && a.logout === b.logout;
  }
  return a.status === b.status;
}

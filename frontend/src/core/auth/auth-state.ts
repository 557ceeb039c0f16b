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
  | 'revoked';

/** Whether the server knows of the logout yet; this page tells it until it does. */
export type LogoutState = 'done' | 'pending';

export function sameState(a: AuthState, b: AuthState): boolean {
  if (a.status === 'signedIn' && b.status === 'signedIn') return a.sessionId === b.sessionId;
  if (a.status === 'signedOut' && b.status === 'signedOut') {
    return a.reason === b.reason && a.logout === b.logout;
  }
  return a.status === b.status;
}

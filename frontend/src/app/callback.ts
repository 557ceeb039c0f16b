import { SignInError } from '@/core/errors';
import type { Services } from '@/features/shared/ServicesContext';

export const CALLBACK_PATH = '/auth/callback';

export interface Callback {
  /** Resolves with the path to go to once the tokens are stored. */
  completion: Promise<string>;
  /** Where a second try is to lead. */
  returnPath: string;
}

/**
 * Takes the provider's answer out of the address bar, so that the code is neither in the history
 * nor in a screenshot nor used twice by a reload, and completes the sign-in with it.
 */
export function takeCallback({ auth, signIn, visit }: Services): Callback {
  const returnPath = signIn.pendingReturnPath();
  const completion =
    location.pathname === CALLBACK_PATH ? complete() : Promise.reject(nothingToComplete());
  // Only the callback page cares; elsewhere nobody handles it.
  completion.catch(() => undefined);
  return { completion, returnPath };

  async function complete(): Promise<string> {
    const answer = new URLSearchParams(location.search);
    history.replaceState(history.state, '', CALLBACK_PATH);
    const elsewhere = await signIn.retryAfter(answer);
    if (elsewhere !== null) {
      visit(elsewhere);
      return new Promise<string>(() => undefined);
    }
    const done = await signIn.complete(answer);
    auth.setTokens(done.signedIn);
    return done.returnPath;
  }
}

function nothingToComplete(): SignInError {
  return new SignInError('sign_in_unknown', 'No sign-in is under way.');
}

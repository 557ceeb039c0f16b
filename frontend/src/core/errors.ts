/**
 * Every error that the core throws on purpose. Callers act on `code`, which is stable; `message`
 * is a sentence for a person.
 */
export abstract class LatchkeyError extends Error {
  abstract readonly code: string;
  /** The server's id of the request, for the person who reads the logs. */
  readonly requestId: string | null = null;
}

export interface FieldError {
  field: string;
  error: string;
}

export interface ApiErrorDetails {
  status: number;
  code: string;
  message: string;
  requestId: string | null;
  fields?: readonly FieldError[];
  /** From Retry-After. */
  retryAfterMs?: number | null;
}

/** The server answered, and the answer is no. */
export class ApiError extends LatchkeyError {
  override readonly name = 'ApiError';
  override readonly code: string;
  override readonly requestId: string | null;
  readonly status: number;
  readonly fields: readonly FieldError[];
  readonly retryAfterMs: number | null;

  constructor(details: ApiErrorDetails) {
    super(details.message);
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.fields = details.fields ?? [];
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** No answer arrived: offline, refused, reset or timed out. Whether it was done is unknown. */
export class NetworkError extends LatchkeyError {
  override readonly name = 'NetworkError';
  override readonly code: 'network' | 'timeout';

  constructor(code: 'network' | 'timeout', options?: ErrorOptions) {
    super(
      code === 'timeout' ? 'The server took too long.' : 'The server can’t be reached.',
      options,
    );
    this.code = code;
  }
}

/** There is no session, or the server has ended it. Only signing in again helps. */
export class SessionEndedError extends LatchkeyError {
  override readonly name = 'SessionEndedError';
  override readonly code = 'session_ended';

  constructor(options?: ErrorOptions) {
    super('You are signed out.', options);
  }
}

/** The session lives, but can't be refreshed now. `cause` is why. */
export class RefreshDeferredError extends LatchkeyError {
  override readonly name = 'RefreshDeferredError';
  override readonly code = 'refresh_deferred';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, options?: ErrorOptions) {
    super('Your session can’t be renewed right now.', options);
    this.retryAfterMs = retryAfterMs;
  }
}

export type SignInFailure =
  /** The callback belongs to no sign-in that this tab has begun. */
  | 'sign_in_unknown'
  /** The person or the provider said no. */
  | 'sign_in_refused'
  /** The answer is not from the provider that was asked (RFC 9207). */
  | 'sign_in_wrong_issuer'
  /** The browser lets this site store nothing, so that no sign-in survives the way to the provider. */
  | 'storage_denied';

export class SignInError extends LatchkeyError {
  override readonly name = 'SignInError';
  override readonly code: SignInFailure;

  constructor(code: SignInFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

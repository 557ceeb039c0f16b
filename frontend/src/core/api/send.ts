import { ApiError, NetworkError } from '../errors';
import { type Clock, systemClock } from '../runtime/clock';
import type { Problem } from './openapi';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Outgoing {
  method: string;
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON; undefined sends no body. */
  body?: unknown;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Lets the request outlive the page, for a logout. */
  keepalive?: boolean;
}

/**
 * One request to the API and its decoded JSON answer (undefined for a 204). Throws ApiError for
 * an answer that is not 2xx or not JSON, NetworkError for none, and the caller's own abort reason.
 */
export async function send(fetch: Fetch, outgoing: Outgoing, clock: Clock = systemClock) {
  const timeout = new AbortController();
  const stopTimer = clock.after(outgoing.timeoutMs, () => timeout.abort());
  const signals = outgoing.signal ? [outgoing.signal, timeout.signal] : [timeout.signal];
  try {
    const response = await fetch(outgoing.url, init(outgoing, AbortSignal.any(signals)));
    const text = await response.text();
    return decode(response, text, clock);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    outgoing.signal?.throwIfAborted();
    throw new NetworkError(timeout.signal.aborted ? 'timeout' : 'network', { cause: error });
  } finally {
    stopTimer();
  }
}

function init(outgoing: Outgoing, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json', ...outgoing.headers };
  if (outgoing.body !== undefined) headers['Content-Type'] = 'application/json';
  return {
    method: outgoing.method,
    headers,
    body: outgoing.body === undefined ? undefined : JSON.stringify(outgoing.body),
    signal,
    keepalive: outgoing.keepalive,
    cache: 'no-store',
    redirect: 'error',
  };
}

function decode(response: Response, text: string, clock: Clock): unknown {
  const json = parseJson(text);
  if (!response.ok) throw problem(response, json, clock);
  if (response.status === 204) return undefined;
  if (json === undefined) {
    throw new ApiError({
      status: response.status,
      code: 'unexpected_answer',
      message: 'The server’s answer could not be read.',
      requestId: response.headers.get('X-Request-Id'),
    });
  }
  return json;
}

function problem(response: Response, json: unknown, clock: Clock): ApiError {
  const body: Partial<Problem> = isObject(json) ? json : {};
  return new ApiError({
    status: response.status,
    code: typeof body.code === 'string' ? body.code : `http_${response.status}`,
    message: typeof body.error === 'string' ? body.error : 'Something went wrong.',
    requestId:
      typeof body.requestId === 'string' ? body.requestId : response.headers.get('X-Request-Id'),
    fields: Array.isArray(body.fields) ? body.fields : [],
    retryAfterMs: retryAfterMs(response.headers.get('Retry-After'), clock),
  });
}

/** Retry-After in either of its forms (RFC 9110, 10.2.3), or null. */
export function retryAfterMs(header: string | null, clock: Clock): number | null {
  if (header === null || header.trim() === '') return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// How the fake goes wrong when told to. Each fault has the moment at which it strikes:
//   arrival    in place of the request; nothing is done
//   execution  while it is carried out, its key taken
//   delivery   it is done and saved; its answer goes wrong
import { setTimeout as sleep } from 'node:timers/promises';
import { httpFaults, send } from '../http-faults.mjs';
import { apiError, StripeError } from './errors.mjs';

const refusal = (error) => ({ response, headers }) => {
  const answer = error.answer;
  send(response, { ...answer, headers: { ...answer.headers, ...headers } });
};

const unauthorized = new StripeError(401, { message: 'Invalid API Key provided: sk_test_****' });
const badRequest = new StripeError(400, { code: 'parameter_invalid', message: 'It can never be.' });
const invalidEmail = new StripeError(400, { code: 'email_invalid', param: 'email',
  message: 'Invalid email address.' });
const rateLimited = new StripeError(429, { code: 'rate_limit', message: 'Too many requests.' });
const lockTimeout = new StripeError(429, { code: 'lock_timeout', message: 'Object locked.' });
const conflict = new StripeError(409, { code: 'idempotency_key_in_use', type: 'idempotency_error',
  message: 'There is currently another in-progress request using this Idempotency-Key.' });

const arrival = {
  reset: httpFaults.reset,
  hang: httpFaults.hang,
  redirect: httpFaults.redirect,
  http400: refusal(badRequest),
  invalidEmail: refusal(invalidEmail),
  http401: refusal(unauthorized),
  http409: refusal(conflict),
  http429: refusal(rateLimited),
  lockTimeout: refusal(lockTimeout),
  http500: refusal(apiError(500)),
  http502: ({ response }) => send(response, { status: 502, body: '<html>Bad Gateway</html>' }),
  http503: refusal(apiError(503)),
};

// Each calls `run`, which does the work, or not, and returns the answer to be saved.
const execution = {
  // As long as it takes, the key is in use; done even where the client has left.
  slow: async ({ run, ms = 1000 }) => {
    await sleep(ms);
    return run();
  },
  stored500: async () => apiError().answer, // and nothing was done
  stored500AfterCommit: async ({ run }) => {
    await run();
    return apiError().answer;
  },
};

const delivery = {
  lostResponse: httpFaults.reset,
  hangAfterCommit: httpFaults.hang,
  partialBody: httpFaults.partialBody,
  garbage: httpFaults.garbage,
  hugeBody: httpFaults.hugeBody,
};

const kinds = { arrival, execution, delivery };
export const faultNames = Object.values(kinds).flatMap(Object.keys);
const momentOf = (name) => Object.keys(kinds).find((kind) => name in kinds[kind]);

export class Faults {
  #waiting = [];

  // options: at: 'create' | 'update' | 'retrieve' | 'list' (absent: any); when: a predicate on the
  // entry of `requests`; times: how many requests it strikes (Infinity); ms; headers of the answer,
  // such as {'retry-after': '2', 'stripe-should-retry': 'false'}.
  add(name, { at, when = () => true, times = Infinity, ...options } = {}) {
    if (!faultNames.includes(name)) throw new Error(`no fault ${name}`);
    this.#waiting.push({ name, at, when, times, options });
  }

  clear() {
    this.#waiting = [];
  }

  // The first fault that waits for this request, {name, moment, strike}, or nothing.
  take(entry) {
    const found = this.#waiting.find(
      ({ at, when }) => (at ?? entry.operation) === entry.operation && when(entry));
    if (!found) return undefined;
    found.times -= 1;
    if (found.times <= 0) this.#waiting = this.#waiting.filter((fault) => fault !== found);
    const { name, options } = found;
    const moment = momentOf(name);
    return { name, moment, strike: (context) => kinds[moment][name]({ ...context, ...options }) };
  }
}

// What Stripe keeps for 24 hours under an Idempotency-Key: the first answer, whatever it is, and the
// request that it was for.
import { StripeError } from './errors.mjs';

const maxKeyLength = 255;
const keptSeconds = 24 * 3600;
const mismatch =
  'Keys for idempotent requests can only be used with the same parameters they were first used with.';
const inUse =
  'There is currently another in-progress request using this Idempotency-Key; try again later.';

export class IdempotencyKeys {
  #saved = new Map(); // key -> {fingerprint, at, requestId, answer}; without answer: in progress

  // The saved answer, marked as a replay, or nothing, and then the key is taken until save() or
  // release(). Throws a StripeError where the key is in use or was for something else.
  take(key, fingerprint, requestId, now) {
    if (key.length > maxKeyLength) {
      throw new StripeError(400, { message: `Idempotency-Key is over ${maxKeyLength} characters.` });
    }
    const saved = this.#saved.get(key);
    const isKnown = saved && now - saved.at < keptSeconds;
    if (!isKnown) {
      this.#saved.set(key, { fingerprint, at: now, requestId });
      return undefined;
    }
    if (saved.fingerprint !== fingerprint) {
      throw new StripeError(400, { type: 'idempotency_error', message: mismatch });
    }
    if (!saved.answer) {
      throw new StripeError(409, {
        type: 'idempotency_error', code: 'idempotency_key_in_use', message: inUse });
    }
    const headers = { 'idempotent-replayed': 'true', 'original-request': saved.requestId };
    return { ...saved.answer, headers: { ...saved.answer.headers, ...headers } };
  }

  save(key, answer) {
    this.#saved.get(key).answer = answer;
  }

  // Nothing was begun: the key is as if it had never been sent.
  release(key) {
    this.#saved.delete(key);
  }
}

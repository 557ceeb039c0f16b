// Stripe's API of customers, without the network: who may call it, what is a right request, what is
// kept under an Idempotency-Key.
import { Customers } from './customers.mjs';
import { json, StripeError } from './errors.mjs';
import { FormError, parseForm } from './form.mjs';
import { IdempotencyKeys } from './idempotency.mjs';
import { faultOf } from './parameters.mjs';

const form = 'application/x-www-form-urlencoded';
const apiVersion = /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/;

// {operation, id} of a route of the customers' API, or nothing.
export function route(method, path) {
  const [, id] = /^\/v1\/customers(?:\/([^/]+))?$/.exec(path) ?? [undefined, null];
  if (id === null) return undefined;
  if (method === 'POST') return { operation: id ? 'update' : 'create', id };
  if (method === 'GET') return { operation: id ? 'retrieve' : 'list', id };
  return undefined;
}

export class Api {
  customers = new Customers();
  #keys = new IdempotencyKeys();
  #recent = []; // times of the last second's requests
  #secretKey;
  #rate;
  #now;

  // rate: requests taken within a second. now: its clock, in Unix seconds.
  constructor({ secretKey, rate, now }) {
    this.#secretKey = secretKey;
    this.#rate = rate;
    this.#now = now;
  }

  // headers: the request's; entry: as in `requests`, its `parameters` are filled in; fault: one that
  // strikes while the request is carried out.
  async answer({ headers, entry, query, requestId, fault }) {
    try {
      this.#limitRate();
      this.#admit(headers, entry);
      entry.parameters = this.#read(headers, entry, query);
      return await this.#once(entry, requestId, fault);
    } catch (error) {
      if (error instanceof StripeError) return error.answer;
      throw error;
    }
  }

  #limitRate() {
    if (this.#rate === Infinity) return;
    const second = Date.now() - 1000;
    this.#recent = this.#recent.filter((at) => at > second);
    if (this.#recent.length >= this.#rate) {
      throw new StripeError(429, { code: 'rate_limit', message: 'Too many requests.' });
    }
    this.#recent.push(Date.now());
  }

  #admit(headers, { operation, method, path, version }) {
    if (headers.authorization !== `Bearer ${this.#secretKey}`) {
      throw new StripeError(401, { message: 'Invalid API Key provided.' },
        { 'www-authenticate': 'Bearer realm="Stripe"' });
    }
    if (!apiVersion.test(version ?? '')) {
      throw new StripeError(400, { message: `Invalid Stripe API version: ${version}` });
    }
    if (!operation) {
      throw new StripeError(404, { message: `Unrecognized request URL (${method}: ${path}).` });
    }
  }

  #read(headers, { method, body }, query) {
    const type = headers['content-type']?.split(';')[0].trim().toLowerCase();
    if (method === 'POST' && body && type !== form) {
      throw new StripeError(400, { message: `Invalid content type: ${type}` });
    }
    try {
      return parseForm(method === 'POST' ? body : query);
    } catch (error) {
      if (error instanceof FormError) throw new StripeError(400, { message: error.message });
      throw error;
    }
  }

  // Carries a POST with a key out at most once; that a request was not valid is not kept.
  async #once(entry, requestId, fault) {
    const key = entry.method === 'POST' ? entry.key : undefined;
    const fingerprint = `${entry.path} ${JSON.stringify(entry.parameters)}`;
    const replay = key && this.#keys.take(key, fingerprint, requestId, this.#now());
    if (replay) return replay;
    const run = () => this.#execute(entry);
    const answer = fault?.moment === 'execution' ? await fault.strike({ run }) : run();
    if (key && answer.status === 400) this.#keys.release(key);
    else if (key) this.#keys.save(key, answer);
    return answer;
  }

  // The answer, be it an error.
  #execute({ operation, id, parameters }) {
    try {
      const invalid = faultOf(operation, parameters);
      if (invalid) throw new StripeError(400, invalid);
      if (operation === 'create') return json(200, this.customers.create(parameters, this.#now()));
      if (operation === 'update') return json(200, this.customers.update(id, parameters));
      if (operation === 'retrieve') return json(200, this.customers.retrieve(id));
      return json(200, this.customers.list(parameters));
    } catch (error) {
      if (error instanceof StripeError) return error.answer;
      throw error;
    }
  }
}

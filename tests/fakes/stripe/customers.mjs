// The customers of one Stripe account.
import { randomBytes } from 'node:crypto';
import { StripeError } from './errors.mjs';

const maxMetadataKeys = 50;
const maxKeyLength = 40;
const maxValueLength = 500;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomId = (prefix, length) =>
  prefix + Array.from(randomBytes(length), (byte) => base62[byte % base62.length]).join('');
const lengthOf = (text) => [...text].length;

const empty = {
  address: null, balance: 0, currency: null, default_source: null, delinquent: false,
  description: null, email: null, invoice_settings: { custom_fields: null,
    default_payment_method: null, footer: null, rendering_options: null },
  livemode: false, name: null, next_invoice_sequence: 1, phone: null, preferred_locales: [],
  shipping: null, tax_exempt: 'none', test_clock: null,
};

// What metadata becomes: given keys are merged in, an empty value unsets its key, an empty
// `metadata` all of them.
function mergeMetadata(known, given) {
  if (given === undefined) return known;
  if (given === '') return {};
  const merged = { ...known };
  for (const [key, value] of Object.entries(given)) {
    if (lengthOf(key) > maxKeyLength) {
      throw new StripeError(400, { param: 'metadata', message:
        `Metadata keys can have up to ${maxKeyLength} characters, but you passed in: ${key}` });
    }
    if (lengthOf(value) > maxValueLength) {
      throw new StripeError(400, { param: 'metadata', message:
        `Metadata values can have up to ${maxValueLength} characters, but you passed in a value ` +
        `that is ${lengthOf(value)} characters.` });
    }
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length > maxMetadataKeys) {
    throw new StripeError(400, { param: 'metadata', message:
      `Metadata objects can have up to ${maxMetadataKeys} keys.` });
  }
  return merged;
}

function check(parameters) {
  if (parameters.email && !email.test(parameters.email)) {
    throw new StripeError(400, { code: 'email_invalid', param: 'email', message:
      `Invalid email address: ${parameters.email}` });
  }
}

// An empty value unsets what was there.
function changed(customer, { metadata, expand: _, ...fields }) {
  const next = { ...customer, metadata: mergeMetadata(customer.metadata, metadata) };
  for (const [name, value] of Object.entries(fields)) next[name] = value === '' ? null : value;
  return next;
}

const matches = (created, at) =>
  created === undefined ||
  (typeof created === 'number'
    ? at === created
    : at > (created.gt ?? -Infinity) && at >= (created.gte ?? -Infinity) &&
      at < (created.lt ?? Infinity) && at <= (created.lte ?? Infinity));

export class Customers {
  #byId = new Map(); // oldest first

  // Both throw a StripeError for what the schema does not say.
  create(parameters, now) {
    check(parameters);
    const id = randomId('cus_', 14);
    const invoice_prefix = randomId('', 8).toUpperCase();
    const blank = { id, object: 'customer', ...empty, created: now, invoice_prefix, metadata: {} };
    const customer = changed(blank, parameters);
    this.#byId.set(id, customer);
    return customer;
  }

  update(id, parameters) {
    check(parameters);
    const customer = changed(this.retrieve(id), parameters);
    this.#byId.set(id, customer);
    return customer;
  }

  retrieve(id) {
    const customer = this.#byId.get(id);
    if (customer) return customer;
    throw new StripeError(404, { code: 'resource_missing', param: 'id',
      message: `No such customer: '${id}'` });
  }

  // Newest first. `email` is compared exactly.
  list({ email: wanted, created, limit = 10, starting_after, ending_before }) {
    let found = this.all().reverse();
    if (starting_after) found = found.slice(this.#placeOf(found, starting_after) + 1);
    if (ending_before) found = found.slice(0, this.#placeOf(found, ending_before));
    found = found.filter((customer) =>
      (wanted === undefined || customer.email === wanted) && matches(created, customer.created));
    const data = ending_before ? found.slice(-limit) : found.slice(0, limit);
    return { object: 'list', url: '/v1/customers', has_more: found.length > limit, data };
  }

  all() {
    return [...this.#byId.values()];
  }

  #placeOf(found, id) {
    this.retrieve(id);
    return found.findIndex((customer) => customer.id === id);
  }
}

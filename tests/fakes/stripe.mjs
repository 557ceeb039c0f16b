// Stripe's customers for tests: stateful, strict, and able to fail in every way the real API does.
// What a lenient server would overlook (a missing Stripe-Version, an unknown parameter, a field
// given twice) is a 400 here.
//
//   const stripe = await startStripe();
//   stripe.fault('lostResponse', {at: 'create', times: 1}); // the names are in stripe/faults.mjs
//   stripe.advance(25 * 3600);                              // its keys are forgotten after 24 h
//   stripe.customers                                        // as the API would show them, oldest first
//   stripe.requests                                         // all that came, oldest first
//
//   node stripe.mjs [--port N] [--key SK] [--rate N]   prints one line when ready, ends on SIGTERM
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { send } from './http-faults.mjs';
import { Api, route } from './stripe/api.mjs';
import { Faults } from './stripe/faults.mjs';

const realNow = () => Math.floor(Date.now() / 1000);

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1'); // percent-encoded: ASCII
}

class Stripe {
  // {at (ms, real time), operation, id, method, path, key, version, body, parameters, fault, status}
  requests = [];
  redirected = 0; // how many followed a redirect
  #options;
  #server;
  #offset = 0;
  #api;
  #faults = new Faults();

  constructor(options) {
    this.#options = options;
    const { secretKey, rate } = options;
    this.#api = new Api({ secretKey, rate, now: () => this.now });
  }

  async start() {
    const { tls, port } = this.#options;
    const listener = (request, response) =>
      this.#serve(request, response).catch(() => response.destroy());
    this.#server = tls ? https.createServer(tls, listener) : http.createServer(listener);
    this.#server.keepAliveTimeout = 60_000;
    this.#server.listen(this.port ?? port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = this.#server.address().port;
    this.url = `${tls ? 'https' : 'http'}://${this.#options.host}:${this.port}`;
  }

  // Connections are refused until start() is called again; what it knows stays.
  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  get secretKey() {
    return this.#options.secretKey;
  }

  get customers() {
    return structuredClone(this.#api.customers.all());
  }

  // Unix seconds of its own clock, by which customers are created and keys forgotten.
  get now() {
    return realNow() + this.#offset;
  }

  setClock(seconds) {
    this.#offset = seconds - realNow();
  }

  advance(seconds) {
    this.#offset += seconds;
  }

  // A customer that came about in some other way; the customer.
  seed(parameters) {
    return structuredClone(this.#api.customers.create(parameters, this.now));
  }

  fault(name, options) {
    this.#faults.add(name, options);
  }

  behave() {
    this.#faults.clear();
  }

  async #serve(request, response) {
    const [path, query = ''] = request.url.split('?');
    const body = await readBody(request);
    if (path === '/redirected') this.redirected += 1;
    const entry = {
      at: Date.now(), method: request.method, path, ...route(request.method, path),
      key: request.headers['idempotency-key'], version: request.headers['stripe-version'], body };
    this.requests.push(entry);
    const requestId = `req_${randomBytes(7).toString('hex')}`;
    const fault = entry.operation ? this.#faults.take(entry) : undefined;
    entry.fault = fault?.name;
    const context = { request, response, origin: this.url };
    if (fault?.moment === 'arrival') return fault.strike(context);

    const answer = await this.#api.answer({ headers: request.headers, entry, query, requestId, fault });
    entry.status = answer.status;
    const headers = { 'request-id': requestId, ...(entry.key && { 'idempotency-key': entry.key }),
      ...(entry.version && { 'stripe-version': entry.version }), ...answer.headers };
    const whole = { ...answer, headers };
    if (fault?.moment === 'delivery') return fault.strike({ ...context, answer: whole });
    return send(response, whole);
  }
}

// tls: {key, cert} as PEM for https. host: the name in its URL; it is on 127.0.0.1. port: 0 takes
// any free one. rate: requests that it takes within a second, a 429 for more.
export async function startStripe({
  tls,
  port = 0,
  host = '127.0.0.1',
  secretKey = `sk_test_${randomUUID().replaceAll('-', '')}`,
  rate = Infinity,
} = {}) {
  const stripe = new Stripe({ tls, port, host, secretKey, rate });
  await stripe.start();
  return stripe;
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' }, key: { type: 'string' }, rate: { type: 'string' } },
  });
  const stripe = await startStripe({
    port: Number(values.port),
    ...(values.key && { secretKey: values.key }),
    ...(values.rate && { rate: Number(values.rate) }),
  });
  const { url, secretKey } = stripe;
  console.log(`ready: LATCHKEY_STRIPE_API_BASE=${url} LATCHKEY_STRIPE_SECRET_KEY=${secretKey}`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stripe.stop());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`stripe: ${error.message}`);
    process.exitCode = 1;
  });
}

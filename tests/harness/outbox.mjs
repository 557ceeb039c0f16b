// A Latchkey whose outbox only the test drains, with a fake Stripe.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStripe } from '../fakes/stripe.mjs';
import { startLatchkey } from './latchkey.mjs';
import { eventually } from './wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev', 'bin');

const signUp = `
  SELECT account_id, user_id, email
    FROM latchkey_api.create_account_atomic('https://issuer.example', $1, $2, $3, NULL,
           sha256(convert_to($1, 'UTF8')), 604800, 0, 25, NULL, NULL, NULL)`;
const onboard = `
  SELECT latchkey_api.onboarding_finish(u.account, u.id, s.id, $2, $3, NULL, NULL, NULL)
    FROM (SELECT $1::uuid AS account, user_id AS id FROM latchkey.account_members
           WHERE account_id = $1) AS u,
         LATERAL (SELECT id FROM latchkey.sessions WHERE user_id = u.id LIMIT 1) AS s`;

export class Outbox {
  constructor(latchkey, stripe, env) {
    Object.assign(this, { latchkey, stripe, env });
  }

  // env: of every cron.
  static async start({ env = {} } = {}) {
    const stripe = await startStripe();
    const latchkey = await startLatchkey({ env: { LATCHKEY_DEV_CRON: '0' }, connections: 8 });
    return new Outbox(latchkey, stripe, {
      LATCHKEY_STRIPE_API_BASE: stripe.url,
      LATCHKEY_STRIPE_SECRET_KEY: stripe.secretKey,
      LATCHKEY_STRIPE_RATE: '0',
      ...env,
    });
  }

  async stop() {
    await this.latchkey.stop();
    await this.stripe.stop();
  }

  sql(text, values) {
    return this.latchkey.sql(text, values);
  }

  // Starts a program; -> {child, ended: {code, signal, log (its lines, parsed), out}}
  run(program, args = [], env = {}) {
    const child = spawn(path.join(programs, program), args, {
      env: {
        PATH: process.env.PATH,
        LATCHKEY_CONFIG: path.join(this.latchkey.dir, 'latchkey.conf'),
        ...sanitizers(),
        ...this.env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (texts.out += chunk));
    child.stderr.on('data', (chunk) => (texts.err += chunk));
    const ended = once(child, 'close').then(([code, signal]) => {
      const lines = texts.err.split('\n').filter((line) => line !== '');
      return { code, signal, ...texts, log: lines.filter((line) => line.startsWith('{')).map(JSON.parse) };
    });
    return { child, ended };
  }

  cron(env = {}, args = []) {
    return this.run('latchkey-cron', args, env).ended;
  }

  latchkeyCommand(...args) {
    return this.run('latchkey', args).ended;
  }

  // Signs somebody up, as the handler does. -> {account_id, user_id, email}
  async account({ email = `${randomUUID()}@example.org`, name = 'Ada Lovelace' } = {}) {
    return (await this.sql(signUp, [randomUUID(), email, name]))[0];
  }

  accounts(count) {
    return Promise.all(Array.from({ length: count }, () => this.account()));
  }

  onboard({ account_id }, business = 'Analytical Engines', website = null) {
    return this.sql(onboard, [account_id, business, website]);
  }

  // The jobs of an account, or all, oldest first.
  jobs({ account_id } = {}, lane = 'stripe') {
    return this.sql(
      `SELECT id::int, account_id, kind, latchkey_api.outbox_state(state, due_at, lease_until) AS state,
              attempts, fence::int, idempotency_key, params, suspect, last_error
         FROM latchkey.outbox WHERE lane = $1 AND ($2::uuid IS NULL OR account_id = $2) ORDER BY id`,
      [lane, account_id ?? null],
    );
  }

  // As if time had passed: every lease has run out, every job is due. What a cron that was killed had
  // asked of the database is over by then.
  async dueNow() {
    await eventually(async () => (await this.sql(
      "SELECT FROM pg_stat_activity WHERE application_name = 'latchkey-cron'")).length === 0);
    await this.sql(`UPDATE latchkey.outbox SET due_at = now(), lease_until = NULL
                      WHERE state = 'pending'`);
  }

  // As if the first attempts had been made some hours earlier. What is still on its way to Stripe has
  // long been lost then.
  async age(hours) {
    await this.stripe.stop();
    await this.sql(`UPDATE latchkey.outbox
                       SET first_attempt_at = first_attempt_at - make_interval(hours => $1)
                     WHERE first_attempt_at IS NOT NULL`, [hours]);
    this.stripe.advance(hours * 3600);
    await this.stripe.start();
  }

  // The customers that Stripe has of an account.
  customersOf({ account_id }) {
    return this.stripe.customers.filter(({ metadata }) => metadata.account_id === account_id);
  }

  async customerOf({ account_id }) {
    const [row] = await this.sql('SELECT stripe_customer_id AS id FROM latchkey.accounts WHERE id = $1',
      [account_id]);
    return row.id;
  }
}

// ./dev test needs the reports of the sanitizers.
function sanitizers() {
  const names = ['ASAN_OPTIONS', 'UBSAN_OPTIONS'];
  return Object.fromEntries(names.filter((n) => process.env[n]).map((n) => [n, process.env[n]]));
}

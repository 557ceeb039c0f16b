// What is measured. Each part adds samples to a Table (report.mjs); those whose figures are compared
// run by turns, so that a machine that is busy for a while is so for all of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fastcgiRequest } from '../harness/fastcgi.mjs';
import { handlers } from '../harness/handlers.mjs';
import { childrenOf } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';
import { processorTimes } from './layers.mjs';
import { flushTime, pgbench, warm, wrk } from './load.mjs';
import { cron, environment, program } from './programs.mjs';
import { median } from './report.mjs';
import { chains, range, users } from './stack.mjs';

const limit = (f, p) => 1 / (1 / f + 1 / p);

const refreshers = handlers.get('auth-refresh').instances; // connections of pgbench too

export async function requests(bench, table, { seconds, rounds }) {
  const access = bench.accessTokens(range(1, users));
  const { database } = bench.latchkey;
  for (const route of ['/bench/verify', '/api/auth/session']) {
    await warm(bench.http + route, access, { seconds });
  }
  for (let round = 0; round < rounds; round += 1) {
    const get = (route) => wrk(bench.http + route, 'get.lua', access, { seconds });
    const f = (await get('/bench/nothing')).rate;
    const verify = (await get('/bench/verify')).rate;
    const session = (await get('/api/auth/session')).rate;
    const first = await pgbench(database, 'session.pgbench', {
      seconds,
      connections: handlers.get('auth-session').instances,
      variables: { users },
    });
    const tokens = bench.refreshTokens();
    const before = walBytes(bench);
    const refresh = await wrk(`${bench.http}/api/auth/refresh`, 'refresh.lua', tokens, { seconds });
    const wal = (walBytes(bench) - before) / refresh.requests;
    const second = await pgbench(database, 'refresh.pgbench', {
      seconds,
      connections: refreshers,
      variables: { base: bench.seedChains(refreshers, true), chains, k: -1, n: -1 },
    });
    table.add('F (nothing, through nginx)', '/s', f);
    table.add('auth-verify', '/s', verify);
    table.add('auth-verify / F', '', verify / f, { least: 0.95 });
    table.add('P of session_get', '/s', first);
    table.add('GET session', '/s', session);
    table.add('L of GET session', '/s', limit(f, first));
    table.add('GET session / L', '', session / limit(f, first), { least: 0.8 });
    table.add('P of session_rotate, durable', '/s', second);
    table.add('POST refresh, durable', '/s', refresh.rate);
    table.add('L of POST refresh', '/s', limit(f, second));
    table.add('POST refresh / L', '', refresh.rate / limit(f, second), { least: 0.7 });
    table.add('a flush to disk (fdatasync)', 'ms', flushTime(bench.files));
    table.add('WAL of a refresh', 'bytes', wal);
  }
}

// auth-verify with the token in the header and in the cookie; where LATCHKEY_BENCH_FORMER names another
// build, against that one's with the header.
export async function verify(bench, table, { seconds, rounds }) {
  const access = bench.accessTokens(range(1, users));
  const today = bench.latchkey.workerPids('auth-verify');
  const ways = [
    ['header', '/bench/verify', today, ''],
    ['cookie', '/bench/verify', today, 'cookie'],
  ];
  if (bench.former) ways.unshift(['former', '/bench/former', childrenOf(bench.former.pid), '']);
  for (const [, route] of ways) await warm(bench.http + route, access, { seconds });
  for (let round = 0; round < rounds; round += 1) {
    const nothing = await wrk(`${bench.http}/bench/nothing`, 'get.lua', access, { seconds });
    const rates = {};
    const costs = {};
    for (const [name, route, workers, by] of ways) {
      const ask = () => wrk(bench.http + route, 'get.lua', access, { seconds, by });
      const [{ rate }, { nginx, worker }] = await processorTimes(bench.latchkey, workers, ask);
      rates[name] = rate;
      costs[name] = nginx + worker;
      table.add(`auth-verify, ${name}`, '/s', rate);
      table.add(`auth-verify, ${name}: processor`, 'µs', costs[name]);
    }
    table.add('auth-verify by cookie / F', '', rates.cookie / nothing.rate, { least: 0.9 });
    if (!bench.former) continue;
    for (const [name, least] of [['header', 0.95], ['cookie', 0.9]]) {
      table.add(`auth-verify, ${name} / former`, '', rates[name] / rates.former, { least });
      const processor = costs.former / costs[name];
      table.add(`auth-verify, former / ${name}: processor`, '', processor, { least });
    }
  }
}

const walBytes = (bench) => Number(bench.psql('-c', 'SELECT wal_bytes FROM pg_stat_wal'));

// Over TLS with keep-alive, and how long a user waits while half of what is possible is asked for.
export async function latency(bench, table, { seconds, rounds }) {
  const access = bench.accessTokens(range(1, users));
  const connections = 64;
  await warm(`${bench.http}/api/auth/session`, access, { seconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, url] of [
      ['HTTP', bench.http],
      ['TLS', bench.latchkey.url],
    ]) {
      const session = `${url}/api/auth/session`;
      const peak = await wrk(session, 'get.lua', access, { seconds });
      const pause = (1000 * connections) / (peak.rate / 2);
      const half = await wrk(session, 'get.lua', access, { seconds, connections, pause });
      table.add(`GET session over ${name}`, '/s', peak.rate);
      table.add(`GET session over ${name} at half of that, p50`, 'ms', half.p50);
      table.add(`GET session over ${name} at half of that, p99`, 'ms', half.p99);
    }
  }
}

// Each with a code of its own, which is the ID token that the provider signed beforehand; nginx gives it
// back.
export async function signups(bench, table, { seconds, rounds }) {
  const { client, provider } = bench.latchkey;
  provider.tokenEndpoint = `${bench.http}/bench/token`;
  for (let round = 0; round < rounds; round += 1) {
    const people = range(0, 1500 * seconds).map((i) => `round-${round}-${i}`);
    const bodies = bench.file('signups', people, (sub) =>
      JSON.stringify(
        client.signUpRequest(
          provider,
          { sub, email: `${sub}@bench.example`, email_verified: true, name: sub },
          { presigned: true },
        ),
      ),
    );
    const workers = bench.latchkey.workerPids('auth-complete-signup');
    const url = `${bench.http}/api/auth/complete-signup`;
    const ask = () => wrk(url, 'post.lua', bodies, { seconds });
    const [{ rate }, times] = await processorTimes(bench.latchkey, workers, ask);
    table.add('the whole sign-up, provider stubbed', '/s', rate, { least: 1000 });
    for (const [layer, time] of Object.entries(times)) {
      table.add(`processor time of a sign-up, ${layer}`, 'ms', time / 1000);
    }
  }
}

// The jobs that sign-ups have queued, all due, and a Stripe that answers at once.
export async function outbox(bench, table, { rounds }) {
  const env = {
    LATCHKEY_STRIPE_API_BASE: bench.http,
    LATCHKEY_STRIPE_SECRET_KEY: 'sk_test_bench',
    LATCHKEY_STRIPE_RATE: '0',
  };
  const jobs = 10_000;
  for (let round = 0; round < rounds; round += 1) {
    bench.psql(
      '-c',
      'TRUNCATE latchkey.outbox',
      '-c',
      `INSERT INTO latchkey.outbox (account_id, kind, payload)
      SELECT a.id, 'stripe.customer.create',
             jsonb_build_object('email', u.email, 'name', a.name, 'user_id', u.id)
        FROM latchkey.account_members AS m JOIN latchkey.accounts AS a ON a.id = m.account_id
        JOIN latchkey.users AS u ON u.id = m.user_id
       WHERE u.subject ~ '^[0-9]+$' LIMIT ${jobs}`,
    );
    const due = Number(bench.psql('-c', 'SELECT count(*) FROM latchkey.outbox'));
    const start = performance.now();
    await cron(bench, [], env);
    const took = (performance.now() - start) / 1000;
    const left = Number(
      bench.psql('-c', "SELECT count(*) FROM latchkey.outbox WHERE state <> 'done'"),
    );
    if (left > 0) throw new Error(`latchkey-cron left ${left} jobs`);
    table.add('outbox, service stubbed', 'jobs/s', due / took, { least: 5000 });
  }
}

// Of all workers, after they have served somebody.
export function memory(bench, table) {
  let kilobytes = 0;
  for (const handler of handlers.keys()) {
    for (const pid of bench.latchkey.workerPids(handler)) {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss: +(\d+) kB/m.exec(rollup)[1]);
    }
  }
  table.add('memory of all workers (PSS), idle', 'MB', kilobytes / 1024, { most: 64 });
}

// From its exec, by spawn-fcgi, to the first answer: a 401, since the question names no user.
export async function start(bench, table, { rounds }) {
  const env = environment(bench);
  const question = fastcgiRequest({ REQUEST_METHOD: 'GET', DOCUMENT_URI: '/api/auth/session' }, '');
  for (let round = 0; round < rounds * 3; round += 1) {
    const socket = path.join(bench.files, `start-${round}.sock`);
    const began = performance.now();
    const worker = spawn(
      'spawn-fcgi',
      ['-n', '-s', socket, '--', program('latchkey-auth-session')],
      { env, stdio: 'ignore' },
    );
    const asking = await eventually(() => connected(socket), { every: 1 });
    asking.write(question);
    await once(asking, 'data');
    table.add('a worker ready after start', 'ms', performance.now() - began, { most: 30 });
    asking.destroy();
    worker.kill('SIGTERM');
    await once(worker, 'close');
  }
}

// -> the connection, or nothing where nobody listens yet
function connected(socket) {
  const connection = net.connect(socket);
  return once(connection, 'connect').then(
    () => connection,
    () => undefined,
  );
}

// How long one user waits, alone, with few users in the database and with many.
export async function growth(bench, table, { seconds, rounds }, count) {
  const step = Math.max(1, Math.floor(count / users));
  const access = bench.accessTokens(range(1, Math.min(count, users)).map((i) => i * step));
  const url = `${bench.http}/api/auth/session`;
  await warm(url, access, { seconds });
  const p50 = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await wrk(url, 'get.lua', access, { seconds, connections: 1 });
    p50.push(one.p50);
    table.add(`GET session, ${count.toLocaleString('en')} users, p50`, 'ms', one.p50);
  }
  return median(p50);
}

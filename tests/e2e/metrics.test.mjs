// What an operator sees: /metrics, read by Prometheus's own parser, `latchkey metrics` and
// `latchkey status`.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { configureGateway } from '../harness/application.mjs';
import { randomToken } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';
const program = fileURLToPath(new URL(`../../build/${preset}/bin/latchkey`, import.meta.url));
let latchkey, client;

before(async () => {
  latchkey = await startLatchkey();
  ({ client } = latchkey);
});
after(() => latchkey?.stop());

// name -> samples of that name, all families being well-formed. Throws where they are not.
function parsed(text) {
  const parser = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families
print(json.dumps([[s.name, s.labels, s.value] for family in
                  text_string_to_metric_families(sys.stdin.read()) for s in family.samples]))`;
  const samples = JSON.parse(execFileSync('/usr/bin/python3', ['-c', parser], { input: text }));
  return Map.groupBy(
    samples.map(([name, labels, number]) => ({ name, labels, value: number })),
    ({ name }) => name,
  );
}

async function scrape() {
  const { status, headers, text } = await client.get('/metrics');
  assert.equal(status, 200, text);
  assert.match(headers['content-type'], /^text\/plain; version=0\.0\.4/);
  return parsed(text);
}

// The value of the sample with these labels; 0 where there is none yet (of a status, say).
function value(families, name, labels = {}) {
  const sample = families
    .get(name)
    ?.find((one) => Object.entries(labels).every(([label, text]) => one.labels[label] === text));
  return sample?.value ?? 0;
}

// The admin command against this stack. -> {code, stdout, stderr}
function command(...args) {
  const env = { ...process.env, LATCHKEY_CONFIG: path.join(latchkey.dir, 'latchkey.conf') };
  return new Promise((resolve) =>
    execFile(program, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    ),
  );
}

test('what users do is counted', async () => {
  const before = await scrape();
  const user = await newUser(latchkey);
  const key = randomToken();
  await client.refresh(user.refreshToken, key);
  await client.refresh(user.refreshToken, key);
  await client.refresh(randomToken(), key);
  await client.session(user.accessToken);
  await client.session('nonsense');
  await user.elsewhere();
  await client.logout(user.refreshToken);
  const families = await scrape();

  const more = (...of) => value(families, ...of) - value(before, ...of);
  assert.equal(more('latchkey_sign_ups_total'), 1);
  assert.equal(more('latchkey_sign_ins_total'), 1);
  assert.equal(more('latchkey_revocations_total', { by: 'logout' }), 2);
  for (const outcome of ['rotated', 'replayed', 'invalid']) {
    assert.equal(more('latchkey_refreshes_total', { outcome }), 1, outcome);
  }
  const handler = 'auth-session';
  assert.equal(more('latchkey_requests_total', { handler, status: '200' }), 1);
  assert.equal(more('latchkey_requests_total', { handler, status: '401' }), 1);
  assert.equal(more('latchkey_errors_total', { handler, code: 'access_token_invalid' }), 1);
  assert.equal(more('latchkey_request_duration_seconds_count', { handler }), 2);
  assert.equal(more('latchkey_request_duration_seconds_bucket', { handler, le: '+Inf' }), 2);
  assert.ok(more('latchkey_outbox_jobs', { state: 'pending' }) >= 1);
});

test('a retired worker and a killed one take no count with them', async () => {
  const handler = 'auth-sessions'; // a pool of one
  const { accessToken } = await newUser(latchkey);
  const ask = () => client.get('/api/auth/sessions', accessToken);
  const count = (families) =>
    value(families, 'latchkey_requests_total', { handler, status: '200' });
  const restarts = (families, reason) =>
    value(families, 'latchkey_worker_restarts_total', { handler, reason });
  const before = await scrape();
  await ask();

  await latchkey.restartWorkers(handler);
  await ask();
  const [pid] = latchkey.workerPids(handler);
  process.kill(pid, 'SIGKILL');
  await eventually(() => latchkey.workerPids(handler).some((one) => one !== pid));
  await ask();

  const families = await scrape();
  assert.equal(count(families) - count(before), 3);
  assert.equal(restarts(families, 'ended') - restarts(before, 'ended'), 1);
  assert.equal(restarts(families, 'died') - restarts(before, 'died'), 1);
  assert.equal(value(families, 'latchkey_workers', { handler }), 1);
});

test('metrics go on while the database is down, and say so', async () => {
  const handler = 'auth-session';
  const user = await newUser(latchkey);
  const before = await scrape();
  await client.session(user.accessToken);
  await latchkey.stopPostgres('immediate');
  const away = await scrape();
  assert.equal(value(away, 'latchkey_database_up'), 0);
  assert.ok(value(away, 'latchkey_workers', { handler }) >= 1);

  await latchkey.startPostgres();

  await eventually(async () => (await client.session(user.accessToken)).status === 200);
  const families = await eventually(async () => {
    const now = await scrape();
    return value(now, 'latchkey_database_up') === 1 && now;
  });
  const reconnects = (of) => value(of, 'latchkey_database_reconnects_total', { handler });
  assert.ok(reconnects(families) > reconnects(before));
});

test('latchkey metrics prints the same families', async () => {
  const { code, stdout, stderr } = await command('metrics');

  assert.equal(code, 0, stderr);
  assert.deepEqual([...parsed(stdout).keys()], [...(await scrape()).keys()]);
});

test('latchkey status shows all on one screen', async () => {
  const keys = path.join(latchkey.dir, 'keys');
  await client.session('nonsense');

  const { code, stdout, stderr } = await command('status', '--keys', keys);

  assert.equal(code, 0, stdout + stderr);
  const lines = stdout.split('\n');
  const row = lines.find((line) => line.startsWith('auth-session '));
  assert.match(
    row,
    /^auth-session +up +2 +\d+ +0 +0 of \d+ +\d+\.\d\d ms +\d+\.\d\d ms +\d+\.\d MB +\d+ +\d+$/,
  );
  assert.ok(lines.length <= 24, stdout);
  assert.match(stdout, /^Outbox: \d+ jobs pending/m);
  assert.match(stdout, /^Migrations: up to \d{4}_\w+$/m);
  assert.match(stdout, /^Keys: 1 published; active [\w-]{43}, .+ old$/m);
});

test('latchkey status fails where a handler is down', async () => {
  const keys = path.join(latchkey.dir, 'keys');
  const never = path.join(latchkey.dir, 'run', 'metrics', 'never-started');
  mkdirSync(never);

  const { code, stdout } = await command('status', '--keys', keys);

  rmdirSync(never);
  assert.equal(code, 1);
  assert.match(stdout, /^never-started +down +0 /m);
});

// Last: from here on nginx believes X-Forwarded-For, as behind a proxy on the same machine.
test('to others than this machine there is no /metrics', async () => {
  const from = (address) =>
    client.request('GET', '/metrics', { headers: { 'x-forwarded-for': address } });
  await configureGateway(
    latchkey,
    {
      locations:
        'set_real_ip_from 127.0.0.1; set_real_ip_from ::1; real_ip_header X-Forwarded-For;',
    },
  );

  for (const address of ['192.0.2.7', '10.0.0.1', '2001:db8::1']) {
    const refused = await from(address);
    assert.equal(refused.status, 404, address);
    assert.equal(refused.json.code, 'not_found');
  }
  assert.equal((await from('127.0.0.1')).status, 200);
});

// A program whose configuration is wrong: a line for each problem, exit code 78 (EX_CONFIG), and
// nothing has it started again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../harness/stack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev');
const folder = temporaryFolder();
const conf = path.join(folder, 'latchkey.conf');
after(() => rmSync(folder, { recursive: true, force: true }));

const right = {
  LATCHKEY_PUBLIC_URL: 'https://app.example.com',
  LATCHKEY_DATABASE_URL: 'host=/nonexistent dbname=latchkey',
  LATCHKEY_ROTATION_KEY: 'a'.repeat(64),
  LATCHKEY_METRICS_DIR: path.join(folder, 'metrics'),
};

// Runs a program with this configuration. -> {code, lines} of what it said
function run(command, keys) {
  writeFileSync(conf, Object.entries(keys).map(([key, value]) => `${key}=${value}\n`).join(''));
  const { status, stderr } = spawnSync(command[0], command.slice(1), {
    env: { PATH: process.env.PATH, LATCHKEY_CONFIG: conf },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { code: status, lines: stderr.trim().split('\n') };
}
const program = (name) => path.join(build, 'bin', name);

// A worker as spawn-fcgi starts it. -> {code, details}: of its lines in the log
function worker(name, keys) {
  const socket = path.join(folder, `${name}.sock`);
  rmSync(socket, { force: true });
  const { code, lines } = run(['spawn-fcgi', '-n', '-s', socket, '--', program(`latchkey-${name}`)], keys);
  const said = lines.map((line) => JSON.parse(line));
  for (const line of said) {
    assert.equal(line.program, name);
    assert.equal(line.message, 'the worker cannot start');
  }
  return { code, details: said.map(({ detail }) => detail) };
}

test('a worker with a key that is wrong names file, line, key and value', () => {
  assert.deepEqual(worker('metrics', { ...right, LATCHKEY_DATABASE_PREPARE: 'maybe' }), {
    code: 78,
    details: [`${conf}:5: LATCHKEY_DATABASE_PREPARE="maybe" must be one of on off`],
  });
});

test('a worker without a key that it needs names the key', () => {
  const { LATCHKEY_PUBLIC_URL: _, ...rest } = right;

  assert.deepEqual(worker('auth-logout', { ...rest, LATCHKEY_REFRESH_TRANSPORT: 'cookie' }), {
    code: 78,
    details: [`${conf}: LATCHKEY_PUBLIC_URL is not set`],
  });
});

test('a worker with several problems has a line for each', () => {
  const { code, details } = worker('auth-refresh', {
    ...right,
    LATCHKEY_DATABASE_URL: 'nonsense',
    LATCHKEY_REFRESH_GRACE: '301',
    LATCHKEY_ROTATION_KEY: 'hunter2',
    LATCHKEY_STRIPE_RATE: 'not of this worker',
  });

  assert.equal(code, 78);
  assert.deepEqual(details, [
    'LATCHKEY_DATABASE_URL: not a libpq connection string',
    `${conf}: LATCHKEY_SIGNING_KEY is not set`,
    `${conf}:3: LATCHKEY_ROTATION_KEY must be 64 hexadecimal digits`,
    `${conf}:5: LATCHKEY_REFRESH_GRACE="301" must be a whole number from 0 to 300`,
  ]);
});

test('a worker without the published keys says where it has looked', () => {
  const jwks = path.join(folder, 'jwks.json');

  assert.deepEqual(worker('leads', { ...right, LATCHKEY_JWKS_FILE: jwks }), {
    code: 78,
    details: [`LATCHKEY_JWKS_FILE: ${jwks}: No such file or directory`],
  });
});

test('each worker with an empty configuration ends so', () => {
  const names = readFileSync(path.join(root, 'handlers/services.tsv'), 'utf8')
    .split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t')[2]);

  for (const name of new Set(names)) {
    const { code, details } = worker(name, {});
    assert.equal(code, 78, name);
    assert.ok(details.includes(`${conf}: LATCHKEY_DATABASE_URL is not set`), `${name}: ${details}`);
  }
});

test('systemd does not start a worker again whose configuration is wrong', () => {
  const unit = readFileSync(path.join(root, 'systemd/handler@.service.in'), 'utf8');

  assert.match(unit, /^RestartPreventExitStatus=(.* )?78( |$)/m);
});

test('latchkey-cron has a line for each problem too', () => {
  const wrong = { ...right, LATCHKEY_STRIPE_RATE: 'x', LATCHKEY_SMTP_URL: 'smtp://127.0.0.1' };

  const { code, lines } = run([program('latchkey-cron'), 'drain'], wrong);

  assert.equal(code, 78);
  assert.deepEqual(lines.map((line) => JSON.parse(line)).map(({ message, detail }) => [message, detail]), [
    ['latchkey-cron cannot start', `${conf}:5: LATCHKEY_STRIPE_RATE="x" must be a whole number from 0 to 10000`],
    ['latchkey-cron cannot start',
      `${conf}:6: LATCHKEY_SMTP_URL="smtp://127.0.0.1" is set, so LATCHKEY_MAIL_FROM must be set too`],
  ]);
});

test('so has the command latchkey', () => {
  const { code, lines } = run([program('latchkey'), 'sessions', 'list', 'ada@example.com'], {
    LATCHKEY_DATABASE_PREPARE: 'maybe',
  });

  assert.equal(code, 78);
  assert.deepEqual(lines, [
    `latchkey sessions: ${conf}: LATCHKEY_DATABASE_URL is not set`,
    `latchkey sessions: ${conf}:1: LATCHKEY_DATABASE_PREPARE="maybe" must be one of on off`,
  ]);
});

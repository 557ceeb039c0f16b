// `latchkey doctor`: all is well, and then each thing broken in turn is the one that it names.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSmtp } from '../fakes/smtp.mjs';
import { startStripe } from '../fakes/stripe.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev', 'bin', 'latchkey');
const said = []; // by every run

let latchkey, stripe, smtp;
const file = (...names) => path.join(latchkey.dir, ...names);

before(async () => {
  [latchkey, stripe, smtp] = await Promise.all([
    startLatchkey({ env: { LATCHKEY_DEV_CRON: '0' } }), startStripe(), startSmtp()]);
  nginxSays('', 0);
});
after(() => Promise.all([latchkey?.stop(), stripe?.stop(), smtp?.remove()]));
afterEach(() => {
  latchkey.provider.behave();
  stripe.behave();
  smtp.behave();
});

// `nginx -t` of this stack is a program of the test's own.
function nginxSays(text, code) {
  mkdirSync(file('fakes'), { recursive: true });
  writeFileSync(file('fakes', 'nginx'), `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`, { mode: 0o755 });
}

// -> {code, good: {subject: text}, warned: {subject: text}, bad: {subject: text}}
function doctor(env = {}, keys = file('keys')) {
  const args = ['doctor', '--keys', keys, '--secrets', file('secrets'),
    '--site', file('nginx', 'conf', 'latchkey.conf')];
  const whole = {
    PATH: `${file('fakes')}:${process.env.PATH}`,
    LATCHKEY_CONFIG: file('latchkey.conf'),
    LATCHKEY_OIDC_ISSUER: latchkey.provider.issuer,
    LATCHKEY_OIDC_CLIENT_ID: latchkey.provider.clientId,
    LATCHKEY_OIDC_CLIENT_SECRET: latchkey.provider.clientSecret,
    LATCHKEY_STRIPE_API_BASE: stripe.url,
    LATCHKEY_STRIPE_SECRET_KEY: stripe.secretKey,
    LATCHKEY_SMTP_URL: smtp.url,
    LATCHKEY_MAIL_FROM: 'no-reply@example.com',
    ...env,
  };
  return new Promise((resolve) => {
    execFile(program, args, { env: whole }, (error, stdout, stderr) => {
      said.push(stdout, stderr);
      const found = { code: error?.code ?? 0, good: {}, warned: {}, bad: {} };
      for (const line of stdout.trim().split('\n')) {
        const [, mark, subject, text] = /^(ok|warn|FAIL) +([a-z]+): (.*)$/.exec(line) ?? assert.fail(line);
        found[{ ok: 'good', warn: 'warned', FAIL: 'bad' }[mark]][subject] = text;
      }
      resolve(found);
    });
  });
}

async function names(subject, problem, env, keys) {
  const { code, bad } = await doctor(env, keys);
  assert.equal(code, 1);
  assert.deepEqual(Object.keys(bad), [subject], JSON.stringify(bad));
  assert.match(bad[subject], problem);
}

test('says ok of each part, and exits with 0', async () => {
  const { code, good, warned, bad } = await doctor();

  assert.deepEqual(bad, {});
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(good).filter((subject) => subject !== 'disk'), ['configuration',
    'permissions', 'keys', 'nginx', 'database', 'migrations', 'functions', 'clock', 'writes', 'roles',
    'issuer', 'client', 'stripe', 'mail']);
  // No system has the stack's own authority.
  assert.match(warned.certificate, /^valid until \d{4}-.* but clients may not trust it/);
  assert.equal(stripe.customers.length, 0);
  assert.equal(smtp.mails.length, 0);
});

test('what is not set up is said, and is not a problem', async () => {
  const { code, good } = await doctor({ LATCHKEY_STRIPE_SECRET_KEY: '', LATCHKEY_SMTP_URL: '' });

  assert.equal(code, 0);
  assert.match(good.stripe, /no LATCHKEY_STRIPE_SECRET_KEY, so its jobs wait/);
  assert.match(good.mail, /no LATCHKEY_SMTP_URL, so mails wait/);
});

test('a value out of range', () =>
  names('configuration', /LATCHKEY_ACCESS_TTL="0" must be/, { LATCHKEY_ACCESS_TTL: '0' }));

test('a secret that others can read', async () => {
  chmodSync(file('secrets', 'LATCHKEY_ROTATION_KEY'), 0o644);
  await names('permissions', /ROTATION_KEY is open to others; chmod 600 /);
  chmodSync(file('secrets', 'LATCHKEY_ROTATION_KEY'), 0o600);
});

test('a configuration file that the workers cannot read', async (t) => {
  if (process.getuid() !== 0) return t.skip('the file of an installed Latchkey is root\'s');
  chmodSync(file('latchkey.conf'), 0o600);
  await names('permissions', /latchkey\.conf is closed to the workers, .*chmod 644 /);
  chmodSync(file('latchkey.conf'), 0o644);
});

test('a required secret that is not there', async () => {
  renameSync(file('secrets', 'LATCHKEY_ROTATION_KEY'), file('rotation-key'));
  await names('secrets', /^LATCHKEY_ROTATION_KEY is missing, .*run latchkey setup$/);
  renameSync(file('rotation-key'), file('secrets', 'LATCHKEY_ROTATION_KEY'));
});

test('redirect addresses of another host than the public one', async () => {
  const ours = `${latchkey.publicUrl}/auth/callback`;
  const other = 'https://www.example.com/auth/callback';
  await names('redirects', /^https:\/\/www\.example\.com\/auth\/callback of LATCHKEY_OIDC_REDIRECT_URIS is not/,
    { LATCHKEY_OIDC_REDIRECT_URIS: other });

  const both = await doctor({ LATCHKEY_OIDC_REDIRECT_URIS: `${ours},${other}` });
  const allowed = await doctor({ LATCHKEY_OIDC_REDIRECT_URIS: other, LATCHKEY_ALLOWED_ORIGINS: 'https://www.example.com' });

  assert.match(both.warned.redirects, /www\.example\.com/);
  assert.equal(both.code, 0);
  assert.equal(allowed.warned.redirects, undefined);
  assert.equal(allowed.code, 0);
});

test('a key directory without a key', async () => {
  const empty = mkdtempSync(file('empty-'));
  await names('keys', /latchkey keys generate makes one/, {}, empty);
});

test('published keys that do not have the active one', async () => {
  const jwks = file('old-jwks.json');
  const text = readFileSync(file('keys', 'jwks.json'), 'utf8');
  writeFileSync(jwks, text.replaceAll(/"kid": ?"(.)/g, '"kid":"x$1'));
  await names('keys', /does not have the active key/, { LATCHKEY_JWKS_FILE: jwks });
});

test('a key that is over a year old', async () => {
  const pems = readdirSync(file('keys')).filter((name) => name.endsWith('.pem') && name !== 'active.pem');
  const then = new Date(Date.now() - 400 * 86_400_000);
  for (const pem of pems) utimesSync(file('keys', pem), then, then);
  await names('keys', /400d .*latchkey keys rotate makes a new one/);
  for (const pem of pems) utimesSync(file('keys', pem), new Date(), new Date());
});

test('a database that is not there', () =>
  names('database', /check that Postgres runs and that LATCHKEY_DATABASE_URL is correct/,
    { LATCHKEY_DATABASE_URL: 'host=/nowhere dbname=latchkey' }));

test('a pg_hba.conf that does not let the programs in', async () => {
  const hba = file('postgres', 'pg_hba.conf');
  const before = readFileSync(hba, 'utf8');
  const reload = async (text) => {
    writeFileSync(hba, text);
    await latchkey.sql('SELECT pg_reload_conf()');
  };
  await reload(`local all "latchkey-leads","latchkey-cron" reject\n${before}`);
  // The server takes it up when it has the time.
  await eventually(async () => /cron, /.test((await doctor()).bad.roles));
  await names('roles', /^Postgres does not let latchkey-cron, latchkey-leads in: .*pg_hba\.conf.*systemctl reload postgresql$/);
  await reload(before);
  await eventually(async () => (await doctor()).good.roles !== undefined);
});

test('functions of another version', async () => {
  const [{ file_hash: right }] = await latchkey.sql(
    `SELECT file_hash FROM latchkey.schema_migrations WHERE name = 'session_get'`);
  const set = (hash) => latchkey.sql(
    `UPDATE latchkey.schema_migrations SET file_hash = $1 WHERE name = 'session_get'`, [hash]);
  await set('0'.repeat(64));
  await names('functions', /not those of this version; run latchkey setup/);
  await set(right);
});

test('a migration that was not applied', async () => {
  const [latest] = await latchkey.sql(`DELETE FROM latchkey.schema_migrations WHERE name = (
    SELECT max(name) FROM latchkey.schema_migrations WHERE kind = 'migration') RETURNING *`);
  await names('migrations', new RegExp(`this version needs ${latest.name}; run latchkey setup`));
  await latchkey.sql(`INSERT INTO latchkey.schema_migrations (kind, name, file_hash, applied_at)
    VALUES ('migration', $1, $2, $3)`, [latest.name, latest.file_hash, latest.applied_at]);
});

test('a clock that is off', async () => {
  const [{ text }] = await latchkey.sql(
    `SELECT pg_get_functiondef('latchkey_api.admin_database_state'::regproc) AS text`);
  await latchkey.sql(text.replace('clock_timestamp()', `(clock_timestamp() - interval '1 minute')`));
  await names('clock', /(59|6[01]) s apart; let both follow a time server/);
  await latchkey.sql(text);
});

// -> what the doctor says to run, run.
function follow(remedy) {
  const [, command] = /; run (psql .*)$/.exec(remedy);
  execFileSync('bash', ['-c', command], {
    env: { ...process.env, PGHOST: latchkey.database.host, PGUSER: 'postgres' }, stdio: 'pipe',
  });
}

test('a sequence that is behind, and what to run', async () => {
  const { account } = await newUser(latchkey);
  await latchkey.sql(`INSERT INTO latchkey.outbox (id, account_id, kind) OVERRIDING SYSTEM VALUE
    VALUES (1000000, $1, 'test.job')`, [account.id]);

  const { code, bad } = await doctor();

  assert.equal(code, 1);
  assert.match(bad.sequences, /outbox_id_seq is behind latchkey\.outbox\.id, whose highest is 1000000/);
  follow(bad.sequences);
  assert.deepEqual((await doctor()).bad, {});
});

test('a database that takes no writes, and what to run', async () => {
  await latchkey.sql('ALTER DATABASE latchkey SET default_transaction_read_only = on');

  const { code, bad } = await doctor();

  assert.equal(code, 1);
  assert.deepEqual(Object.keys(bad), ['writes', 'settings']);
  assert.match(bad.writes, /25006.*default_transaction_read_only/);
  execFileSync('psql', ['-qc', 'ALTER DATABASE latchkey RESET default_transaction_read_only'], {
    env: { ...process.env, PGHOST: latchkey.database.host, PGUSER: 'postgres', PGDATABASE: 'postgres' },
  });
  assert.deepEqual((await doctor()).bad, {});
});

test('an issuer that fails', async () => {
  latchkey.provider.misbehave('http500');
  await names('issuer', /is LATCHKEY_OIDC_ISSUER correct, and reachable/);
});

test('an issuer with a slash too many', () =>
  names('issuer', /the provider's issuer is \S+\d, and LATCHKEY_OIDC_ISSUER is \S+\d\/; write it with the same slash/,
    { LATCHKEY_OIDC_ISSUER: `${latchkey.provider.issuer}/` }));

test('algorithms that the provider does not list are a warning', async () => {
  const { code, good, warned } = await doctor({ LATCHKEY_OIDC_SIGNING_ALGS: 'ES256,EdDSA' });

  assert.equal(code, 0);
  assert.match(warned.algorithms, /lists none of LATCHKEY_OIDC_SIGNING_ALGS/);
  assert.match(good.client, /by basic$/);
});

test('a client secret that the provider refuses', () =>
  names('client', /answered 401 invalid_client; write the client secret that the provider's console shows/,
    { LATCHKEY_OIDC_CLIENT_SECRET: 'not-the-secret' }));

test('a key that Stripe refuses', () =>
  names('stripe', /give LATCHKEY_STRIPE_SECRET_KEY a key/, { LATCHKEY_STRIPE_SECRET_KEY: 'sk_wrong' }));

test('a Stripe that fails', async () => {
  stripe.fault('http500');
  await names('stripe', /is LATCHKEY_STRIPE_API_BASE correct, and reachable/);
});

test('a mail server that is down', async () => {
  await smtp.stop();
  await names('mail', /[Cc]onnect.*is LATCHKEY_SMTP_URL correct, and reachable/);
  await smtp.start();
});

test('a mail server that requires a password, or another one', async () => {
  const strict = await startSmtp({ tls: 'starttls', user: { name: 'u', password: 'right' } });
  const env = { LATCHKEY_SMTP_PASSWORD: 'guess' };
  await names('mail', /certificate/, { ...env, LATCHKEY_SMTP_URL: `smtp://u@localhost:${strict.port}` });
  await names('mail', /LATCHKEY_SMTP_URL must name a user/,
    { ...env, LATCHKEY_SMTP_URL: `smtp://localhost:${strict.port}` });
  assert.deepEqual(strict.logins, []);
  await strict.remove();
});

test('a mail template that asks for what there is not', async () => {
  mkdirSync(file('mail'));
  writeFileSync(file('mail', 'welcome.txt'), 'Subject: Hi {{nmae}}\n\n');
  await names('mail', /welcome\.txt asks for \{\{nmae\}\}/);
  rmSync(file('mail'), { recursive: true });
});

test('no secret was ever printed', () => {
  const secrets = [stripe.secretKey, 'sk_wrong', 'guess', 'not-the-secret', latchkey.provider.clientSecret,
    ...readdirSync(file('secrets')).map((name) => readFileSync(file('secrets', name), 'utf8').trim())];
  for (const secret of secrets) assert.ok(!said.join('').includes(secret), secret.slice(0, 8));
});

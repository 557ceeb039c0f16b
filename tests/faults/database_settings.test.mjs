// A database that runs but is set up in a way that could harm: every transaction serializable,
// nothing to be written, a standby that has to confirm each commit and is down; or speaks German.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { eventually } from '../harness/wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev', 'bin', 'latchkey');

let latchkey, client, sql, locales;

before(async () => {
  locales = mkdtempSync(path.join(tmpdir(), 'locales-'));
  chmodSync(locales, 0o755);
  execFileSync('localedef', ['-i', 'de_DE', '-f', 'UTF-8', path.join(locales, 'de_DE.UTF-8')]);
  process.env.LOCPATH = locales; // Postgres inherits it
  // So do our programs, in which glibc never frees what it reads from there.
  writeFileSync(path.join(locales, 'leaks'), 'leak:argz_add_sep\n');
  process.env.LSAN_OPTIONS = `suppressions=${path.join(locales, 'leaks')}:print_suppressions=0`;
  latchkey = await startLatchkey();
  ({ client, sql } = latchkey);
});
after(async () => {
  await latchkey?.stop();
  rmSync(locales, { recursive: true, force: true });
});

const signUp = () => client.completeSignup(latchkey.provider, somebody());
const health = () => client.get('/api/health');

// A setting of the database holds for connections that are made after it.
async function setDatabase(what) {
  await sql(`BEGIN READ WRITE; ALTER DATABASE latchkey ${what}; COMMIT`);
  await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE usename LIKE 'latchkey-%'`);
}

// `latchkey status` -> {code, stdout}
function status() {
  const env = { ...process.env, LATCHKEY_CONFIG: path.join(latchkey.dir, 'latchkey.conf') };
  return new Promise((resolve) => {
    execFile(program, ['status', '--keys', path.join(latchkey.dir, 'keys')], { env },
      (error, stdout) => resolve({ code: error?.code ?? 0, stdout }));
  });
}

test('of 60 refreshes at once none fails where the database is set to serializable', async () => {
  await setDatabase(`SET default_transaction_isolation = 'serializable'`);
  await eventually(async () => (await signUp()).status < 300);
  const { refreshToken } = (await signUp()).json;
  const holder = new pg.Client(latchkey.database);
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM latchkey.sessions FOR UPDATE');

  const asked = Promise.all(Array.from({ length: 60 }, () => client.refresh(refreshToken)));
  // Several have begun and wait for the session, so that each but the first sees an older state of it.
  await eventually(async () => (await sql(`SELECT count(DISTINCT l.pid)::int AS n FROM pg_locks AS l
     JOIN pg_stat_activity AS a USING (pid) WHERE NOT l.granted AND a.usename = 'latchkey-auth-refresh'`))[0].n > 1);
  await holder.end();
  const answers = await asked;

  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(new Set(answers.map((answer) => answer.json.refreshToken)).size, 1);
  await setDatabase('RESET default_transaction_isolation');
});

test('a worker whose prepared statement is of an earlier function goes on, in German too', async () => {
  await setDatabase(`SET lc_messages = 'de_DE.UTF-8'`);
  await eventually(async () => (await signUp()).status < 300);
  const { accessToken } = (await signUp()).json;
  const session = async () => (await client.session(accessToken)).status;
  const sessions = async () => new Set(await Promise.all(Array.from({ length: 40 }, session)));
  assert.deepEqual([...(await sessions())], [200]);
  await assert.rejects(sql(`SET lc_messages = 'de_DE.UTF-8'; SELECT 1 / 0`), /Division durch Null/);

  // As an upgrade does where a function returns something else.
  await sql(`DO $do$
    DECLARE v_body text := pg_get_functiondef('latchkey_api.session_get'::regproc);
    BEGIN
      DROP FUNCTION latchkey_api.session_get;
      EXECUTE replace(v_body, 'outcome text', 'outcome varchar');
      ALTER FUNCTION latchkey_api.session_get OWNER TO latchkey_owner;
      GRANT EXECUTE ON FUNCTION latchkey_api.session_get TO "latchkey-auth-session";
    END $do$`);
  assert.deepEqual([...(await sessions())], [200]);
  await setDatabase('RESET lc_messages');
});

test('health and status say so while the database is read-only', async () => {
  await eventually(async () => (await health()).status === 200);
  await setDatabase('SET default_transaction_read_only = on');

  const answer = await eventually(async () => {
    const now = await health();
    return now.status === 503 && now.json.checks.database.includes('written') && now;
  });

  assert.equal(answer.json.checks.database, 'failing: nothing can be written');
  assert.ok(Number(answer.headers['retry-after']) >= 1);
  assert.equal((await signUp()).status, 503);
  const { code, stdout } = await status();
  assert.equal(code, 1);
  assert.match(stdout, /^Database: nothing can be written \(.*25006.*\); latchkey doctor/m);
  assert.match(stdout, /^auth-complete-signup .* [1-9]\d* of \d+ /m);

  await setDatabase('RESET default_transaction_read_only');
  await eventually(async () => (await health()).status === 200);
  assert.equal((await status()).code, 0);
});

test('and while commits hang, which do not use up all connections', async () => {
  await sql(`ALTER SYSTEM SET synchronous_standby_names = 'missing'`);
  await sql('SELECT pg_reload_conf()');

  // Each of these leaves a connection behind that waits for the standby.
  for (let i = 0; i < 6; i += 1) {
    const answers = await Promise.all(Array.from({ length: 8 }, signUp));
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [503]);
  }
  const { json, status: code } = await health();
  assert.equal(code, 503);
  assert.equal(json.checks.database, 'failing: nothing can be written');
  assert.equal((await status()).code, 1);
  const [{ held, most }] = await sql(`SELECT r.rolconnlimit AS most,
        (SELECT count(*)::int FROM pg_stat_activity AS a WHERE a.usesysid = r.oid) AS held
      FROM pg_roles AS r WHERE r.rolname = 'latchkey-auth-complete-signup'`);
  assert.ok(held <= most, `${held} of ${most}`);

  await sql('ALTER SYSTEM RESET synchronous_standby_names');
  await sql('SELECT pg_reload_conf()');
  await eventually(async () => (await health()).status === 200);
  await eventually(async () => (await signUp()).status < 300);
  assert.equal((await status()).code, 0);
});

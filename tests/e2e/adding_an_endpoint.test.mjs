// docs/adding-an-endpoint.md, word for word: its files go into a copy of the tree, its commands build
// the new worker and nothing else, and that worker joins a running stack.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { configureGateway } from '../harness/application.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { temporaryFolder } from '../harness/stack.mjs';
import { newUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/adding-an-endpoint.md'), 'utf8');

let copy, latchkey, worker;

before(async () => {
  copy = temporaryFolder();
  // What git knows, as it is on disk: with changes that are not committed yet.
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root });
  const packed = execFileSync('tar', ['-c', '--null', '-T', '-'], { cwd: root, input: files, maxBuffer: 2 ** 28 });
  execFileSync('tar', ['-x'], { cwd: copy, input: packed });
  latchkey = await startLatchkey();
});
after(async () => {
  worker?.kill('SIGTERM');
  await latchkey?.stop();
  rmSync(copy, { recursive: true, force: true });
});

const inCopy = (...names) => path.join(copy, ...names);
const read = (...names) => readFileSync(inCopy(...names), 'utf8');
// -> what it printed; fails with all that it said.
function run(file, args, env = process.env) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: copy, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}
const postgres = () => ({
  ...process.env, PGHOST: latchkey.database.host, PGUSER: 'postgres', PGDATABASE: 'latchkey',
});

// Each file that the page names in bold, with the block that follows.
const blocks = [...page.matchAll(/\*\*`([^`]+)`\*\*[^*]*?\n\n```\w+\n([\s\S]*?)```/g)];

test('the files of the page go into a copy of the tree', () => {
  const last = readdirSync(inCopy('migrations')).sort().at(-1);
  const next = String(Number(last.slice(0, 4)) + 1).padStart(4, '0');
  for (const [, name, text] of blocks) {
    const file = inCopy(name.replace('NNNN', next));
    if (name.endsWith('.yaml')) {
      writeFileSync(file, read(name).replace(/^paths:\n/m, `paths:\n${text}`));
    } else if (existsSync(file)) {
      appendFileSync(file, text);
    } else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  assert.equal(blocks.length, 11);
  assert.ok(parse(read('docs/openapi.yaml')).paths['/api/notes'].post.responses['201']);
});

test('its commands build the worker and run its test', () => {
  const [, commands] = page.match(/```sh\n([\s\S]*?)```/);
  // The same warnings, no optimiser: the copy has no earlier build to start from.
  writeFileSync(inCopy('CMakePresets.json'), read('CMakePresets.json').replace('RelWithDebInfo', 'Debug'));

  assert.match(run('bash', ['-euo', 'pipefail', '-c', commands]), /OK \(2 tests/);
});

test('the database takes it, and its own test passes with that of least privilege', () => {
  const env = postgres();
  run('db/apply', ['--roles', inCopy('build/dev/db/roles.sql')], env);

  run('tests/db/run', ['tests/db/note_create.sql', 'tests/db/least_privilege.sql'], env);
});

// What the build made of the row for nginx. -> the block that begins with `start`
function generated(file, start) {
  const text = read('build/dev/nginx/latchkey', file);
  const from = text.indexOf(start);
  assert.ok(from >= 0, `${file} has no ${start}`);
  return text.slice(from, text.indexOf('\n}\n', from) + 3)
    .replaceAll('{{SOCKETS}}', path.join(latchkey.dir, 'run'));
}

test('the endpoint answers through nginx', async () => {
  const socket = path.join(latchkey.dir, 'run', 'notes.sock');
  worker = spawn('spawn-fcgi', ['-n', '-s', socket, '-M', '0600', '--', inCopy('build/dev/bin/latchkey-notes')], {
    env: { PATH: process.env.PATH, LATCHKEY_CONFIG: path.join(latchkey.dir, 'latchkey.conf') },
    stdio: 'ignore',
  });
  await eventually(() => existsSync(socket));
  await configureGateway(
    latchkey,
    {
      locations: `location /api/notes {
        include latchkey/api.conf;
        ${generated('locations.conf', 'location = /api/notes {')}
      }`,
      server: generated('upstreams.conf', 'upstream latchkey-notes {'),
    },
  );
  const user = await newUser(latchkey);

  const made = await user.post('/api/notes', { text: 'Hello' });

  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.text, 'Hello');
  const [note] = await latchkey.sql('SELECT * FROM latchkey.notes');
  assert.equal(note.account_id, user.account.id);
  assert.equal((await user.post('/api/notes', { text: '' })).json.fields[0].field, 'text');
  await latchkey.client.logout(user.refreshToken);
  assert.equal((await user.post('/api/notes', { text: 'Hello' })).json.code, 'session_revoked');
});

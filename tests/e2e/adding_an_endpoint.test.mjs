// docs/adding-an-endpoint.md, word for word, in a copy of the tree: its command writes the files, its
// change goes into them, its commands build the new worker and nothing else, and that worker joins a
// running stack. And what the command writes is right untouched, as an endpoint beside it shows.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

// What the page has a person type.
const blocks = (language) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);
const [[write, build], [change]] = [blocks('sh'), blocks('diff')];
const shell = (commands) => run('bash', ['-euo', 'pipefail', '-c', commands]);
const ofScratch = (commands) => commands.replaceAll('/api/notes', '/api/scratch/things')
  .replaceAll('latchkey-notes', 'latchkey-scratch-things').replaceAll('test_notes', 'test_scratch_things')
  .replace('endpoint notes', 'endpoint scratch-things');
let written;

test('the command writes the files that the page explains', () => {
  written = shell(write).trim().split('\n');

  const number = /^migrations\/(\d{4})_notes.sql$/.exec(written[0])[1];
  const last = execFileSync('git', ['ls-files', 'migrations'], { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1);
  assert.equal(Number(number), Number(path.basename(last).slice(0, 4)) + 1);
  for (const file of written) {
    assert.ok(existsSync(inCopy(file)), file);
    const inPage = file.replace(number, 'NNNN').replace('db/calls/note_create.cc', 'note_create.cc');
    assert.ok(page.includes(`\`${inPage}\``), inPage);
  }
  assert.ok(parse(read('docs/openapi.yaml')).paths['/api/notes'].post.responses['201']);
  const patch = change.replaceAll('NNNN_', `${number}_`);
  assert.ok(patch.match(/^\+(?!\+\+)/gm).length <= 60);
  execFileSync('git', ['apply', '-'], { cwd: copy, input: patch });
});

test('another endpoint of the command is left as it is', () => {
  written = [...new Set([...written, ...shell(ofScratch(write)).trim().split('\n')])];
});

test('no name is taken twice, and other methods are refused', () => {
  for (const args of [['notes', 'POST', '/api/other'], ['other', 'POST', '/api/notes'],
    ['other', 'GET', '/api/other'], ['Other', 'POST', '/api/other'], ['other', 'POST', '/other'],
    ['a'.repeat(23), 'POST', '/api/other'], ['lead', 'POST', '/api/other'], ['other', 'POST']]) {
    const { status, stdout, stderr } = spawnSync('./dev', ['endpoint', ...args], { cwd: copy, encoding: 'utf8' });
    assert.equal(status, 1, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /^dev: /);
  }
  assert.equal(read('handlers/services.tsv').match(/notes/g).length, 3);
});

test('its commands build the worker and run its test', () => {
  // The same warnings, no optimiser: the copy has no earlier build to start from.
  writeFileSync(inCopy('CMakePresets.json'), read('CMakePresets.json').replace('RelWithDebInfo', 'Debug'));

  assert.match(shell(build), /OK \(2 tests/);
  assert.match(shell(ofScratch(build)), /OK \(2 tests/);
});

test('lint finds nothing in what the command has written', () => {
  const of = (end) => written.filter((file) => end.test(file));
  run('clang-format', ['--dry-run', '-Werror', ...of(/\.(cc|h)$/)]);
  run('sqlfluff', ['lint', '--disable-progress-bar', ...of(/^(migrations|db)\/.*sql$/)]);
  run('clang-tidy', ['--quiet', '-p', 'build/dev', ...of(/\.cc$/)]);
  run('tests/checks/layers', []);
  run('tests/checks/heads', []);
});

test('lint finds a head that says other than its row', () => {
  const file = inCopy('handlers/scratch_things/handler.h');
  const right = readFileSync(file, 'utf8');
  for (const [label, wrong] of [['Route: ', 'GET /api/scratch/things'], ['Calls: ', 'lead_create'],
    ['Secrets:', 'LATCHKEY_SIGNING_KEY'], ['Egress:', 'openid']]) {
    writeFileSync(file, right.replace(new RegExp(`^// ${label} .*$`, 'm'), `// ${label} ${wrong}`));
    const { status, stdout } = spawnSync('tests/checks/heads', { cwd: copy, encoding: 'utf8' });
    assert.equal(status, 1, label);
    assert.match(stdout, new RegExp(`scratch_things/handler.h [^]*// ${label}`));
  }
  writeFileSync(file, right);
});

test('the database takes it, and its own test passes with that of least privilege', () => {
  const env = postgres();
  run('db/apply', ['--roles', inCopy('build/dev/db/roles.sql')], env);

  run('tests/db/run', [
    'tests/db/note_create.sql', 'tests/db/scratch_thing_create.sql', 'tests/db/least_privilege.sql',
    'tests/db/row_level_security.sql', 'tests/db/schema.sql', 'tests/db/plpgsql_check.sql'], env);
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

  const made = await user.post('/api/notes', { text: 'Hello', title: 'To all' });

  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.text, 'Hello');
  assert.equal(made.json.title, 'To all');
  const [note] = await latchkey.sql('SELECT * FROM latchkey.notes');
  assert.equal(note.account_id, user.account.id);
  assert.equal((await user.post('/api/notes', { text: '' })).json.fields[0].field, 'text');
  await latchkey.client.logout(user.refreshToken);
  assert.equal((await user.post('/api/notes', { text: 'Hello' })).json.code, 'session_revoked');
});

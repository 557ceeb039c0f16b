// `latchkey doctor` on what clients meet first: nginx, and its certificate in all its states.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { childrenOf, startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev', 'bin', 'latchkey');

let stack;
const file = (...names) => path.join(stack.dir, ...names);
const certificate = () => file('tls', 'server.pem');
const key = () => file('tls', 'server.key');

before(async () => {
  stack = await startStack({ env: { LATCHKEY_DEV_CRON: '0' } });
  cpSync(file('tls'), file('kept'), { recursive: true });
  nginxSays('', 0);
});
after(() => stack?.stop());

// `nginx -t` of this stack is a program of the test's own.
function nginxSays(text, code) {
  mkdirSync(file('fakes'), { recursive: true });
  writeFileSync(file('fakes', 'nginx'), `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`, { mode: 0o755 });
}

// -> {code, lines: ["FAIL nginx: …"]}
function doctor(subject = 'nginx', env = {}) {
  const args = ['doctor', subject, '--keys', file('keys'), '--secrets', file('secrets'),
    '--site', file('nginx', 'conf', 'latchkey.conf')];
  const whole = { PATH: `${file('fakes')}:${process.env.PATH}`, LATCHKEY_CONFIG: file('latchkey.conf'), ...env };
  return new Promise((resolve) => {
    execFile(program, args, { env: whole }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, lines: stdout.trim().split('\n').map((line) => line.replace(/ +/, ' ')) }));
  });
}

// A certificate for these names, from and to these days from now, by the stack's own authority.
function makeCertificate({ names = 'DNS:localhost', from = -1, to = 90 } = {}) {
  const day = (offset) => `${new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '').slice(2)}`;
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe' });
  const at = (name) => file('made', name);
  mkdirSync(file('made'), { recursive: true });
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('ca.conf'), `[ca]\ndefault_ca = own\n[own]\ndatabase = ${at('index.txt')}
new_certs_dir = ${file('made')}\nrand_serial = yes\ndefault_md = sha256\npolicy = any
[any]\ncommonName = supplied\n[names]\nsubjectAltName = ${names}\n`);
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=made',
    '-keyout', at('key.pem'), '-out', at('request.pem'));
  openssl('ca', '-batch', '-notext', '-config', at('ca.conf'), '-extensions', 'names', '-startdate', day(from),
    '-enddate', day(to), '-cert', file('tls', 'ca.pem'), '-keyfile', file('tls', 'ca.key'),
    '-in', at('request.pem'), '-out', at('made.pem'));
  return { certificate: at('made.pem'), key: at('key.pem') };
}

const put = (made) => {
  cpSync(made.certificate, certificate());
  cpSync(made.key, key());
};

// Puts it in place and lets nginx take it up: until then workers with the former one accept as well.
async function serve(made) {
  put(made);
  const nginx = Number(readFileSync(file('nginx', 'state', 'nginx.pid'), 'utf8'));
  const former = childrenOf(nginx);
  process.kill(nginx, 'SIGHUP');
  await eventually(() => {
    const now = childrenOf(nginx);
    return now.length > 0 && !now.some((pid) => former.includes(pid));
  });
}
const serveTheFirst = () => serve({ certificate: file('kept', 'server.pem'), key: file('kept', 'server.key') });

async function says(code, ...expected) {
  const found = await doctor();
  assert.equal(found.lines.length, expected.length, found.lines.join('\n'));
  for (const [i, line] of found.lines.entries()) assert.match(line, expected[i]);
  assert.equal(found.code, code);
}

const answers = /^ok nginx: https:\/\/localhost:\d+ answers$/;

for (const [name, made, code, expected] of [
  ['that has expired', { from: -30, to: -1 }, 1, /^FAIL certificate: the certificate expired at .*certbot renew/],
  ['that is not valid yet', { from: 1 }, 1, /^FAIL certificate: the certificate is not valid before .*clock/],
  ['of another name', { names: 'DNS:localhost.localdomain,IP:127.0.0.1' }, 1,
    /^FAIL certificate: the certificate is not for localhost; /],
  ['that expires within 14 days', { from: -80, to: 13 }, 0, /^warn certificate: valid until .*nothing has renewed it/],
  ['of an authority that the system does not know', { to: 15 }, 0, /^warn certificate: .*may not trust it/],
]) {
  test(`a certificate ${name}`, async () => {
    await serve(makeCertificate(made));
    await says(code, answers, expected);
    await serveTheFirst();
  });
}

test('a certificate that was renewed, and that nginx has not taken up', async () => {
  await serve(makeCertificate({ from: -80, to: 10 }));
  put(makeCertificate());
  await says(0, answers, /^warn certificate: reload nginx: .*server\.pem is newer than what it serves; nginx -t && /);

  await serve(makeCertificate({ from: -80, to: -1 }));
  put(makeCertificate());
  await says(1, answers, /^FAIL certificate: the certificate expired at .*; reload nginx: /);
  await serveTheFirst();
});

test('a certificate that is put there without its key', async () => {
  cpSync(makeCertificate().certificate, certificate());
  await says(1, answers, /^FAIL certificate: .*server\.key is not the key of .*server\.pem/);
  await serveTheFirst();
});

test('nginx that refuses its configuration is one line', async () => {
  nginxSays('nginx: [emerg] unknown directive "sever" in /etc/nginx/sites-enabled/x:3', 1);
  await says(1, /^FAIL nginx: nginx refuses its configuration: \[emerg\] unknown directive "sever" .*nginx -t && systemctl restart nginx/);
  nginxSays('', 0);
});

test('nginx that is stopped is one line', async () => {
  const free = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.on('listening', resolve));
  const { port } = free.address();
  await new Promise((resolve) => free.close(resolve));

  const { code, lines } = await doctor('nginx', { LATCHKEY_PUBLIC_URL: `https://localhost:${port}` });

  assert.equal(code, 1);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0], /^FAIL nginx: no connection to https:.*; systemctl start nginx/);
});

test('a TLS key that others can read', async () => {
  chmodSync(key(), 0o644);
  const { code, lines } = await doctor('permissions');
  chmodSync(key(), 0o600);

  assert.equal(code, 1);
  assert.match(lines.join('\n'), /^FAIL permissions: .*server\.key is open to others; chmod 600 /);
  assert.equal(lines.length, 1);
});

test('before setup there is one line', async () => {
  rmSync(file('empty'), { recursive: true, force: true });
  mkdirSync(file('empty'));
  const said = await new Promise((resolve) => {
    const args = ['doctor', '--keys', file('empty'), '--secrets', file('empty'), '--site', file('empty', 'none')];
    execFile(program, args, { env: { PATH: process.env.PATH, LATCHKEY_CONFIG: '' } }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, stdout }));
  });

  assert.equal(said.code, 1);
  assert.match(said.stdout, /^FAIL +setup: Latchkey has not been set up; .*latchkey setup\n$/);
});

// Whom nginx counts together: the snippet of the rate limits in an nginx of the test's own, which
// believes X-Forwarded-For, so that requests come from any address.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../harness/wait.mjs';

const snippet = fileURLToPath(new URL('../../nginx/snippets/limits.conf', import.meta.url));
let directory, socketPath, nginx;

// As installed, but so slow that nobody gets a third request while a test runs.
const limits = () => readFileSync(snippet, 'utf8')
  .replaceAll('{{LIMIT_KEY}}', '$latchkey_client').replace('rate=30r/m', 'rate=1r/m');

const configuration = () => `
daemon off;
pid ${directory}/pid;
error_log ${directory}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
  fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  ${limits()}
  server {
    listen unix:${socketPath};
    set_real_ip_from unix:;
    real_ip_header X-Forwarded-For;
    limit_req_status 429;
    limit_req zone=latchkey_login burst=1 nodelay;
    location / { empty_gif; }
  }
}`;

// -> the status of a request from that address
const get = (address) =>
  new Promise((resolve, reject) => {
    http.get({ socketPath, path: '/', headers: { 'x-forwarded-for': address } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    }).on('error', reject);
  });

// One network after another: its first two requests are let in, whatever came before.
const admitted = async (addresses) => {
  const statuses = [];
  for (const address of addresses) statuses.push(await get(address));
  return statuses.filter((status) => status === 200).length;
};

before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'latchkey-limits-'));
  chmodSync(directory, 0o755); // nginx's workers may run as another user
  socketPath = path.join(directory, 'nginx.sock');
  const file = path.join(directory, 'nginx.conf');
  writeFileSync(file, configuration());
  nginx = spawn('nginx', ['-p', directory, '-c', file], { stdio: 'ignore' });
  await eventually(() => get('192.0.2.255').catch(() => undefined));
});
after(async () => {
  if (nginx && nginx.exitCode === null) {
    nginx.kill('SIGTERM');
    await once(nginx, 'exit');
  }
  rmSync(directory, { recursive: true, force: true });
});

const hex = (number) => number.toString(16);
const numbers = Array.from({ length: 20 }, (_, i) => i + 1);

for (const [name, addressOf] of [
  ['zeros in groups 2 and 3', (n) => `fd00:0:0:${hex(n)}::5`],
  ['zeros in groups 2 and 3 and none after', (n) => `fd01::${hex(n)}:1:2:3:5`],
  ['zeros in group 2 alone', (n) => `fd02:0:1:${hex(n)}::`],
  ['a long run of zeros before', (n) => `::${hex(n)}:1:0:0:5`],
]) {
  test(`networks with ${name} have a limit each`, async () => {
    assert.equal(await admitted(numbers.map(addressOf)), numbers.length);
  });
}

for (const [name, addresses] of [
  ['one /64', ['fd10:0:0:1::5', 'fd10::1:1:2:3:4', 'fd10:0:0:1:ffff::', 'fd10:0:0:1:a:b:c:d']],
  ['one /64 with a byte of a new line', ['fd11:a0a:a0a:a0a::1', 'fd11:a0a:a0a:a0a::2', 'fd11:a0a:a0a:a0a:a0a::']],
  ['one /64 of zeros', ['::2', '::3', '::1:0:0:4', '::5']],
  ['one IPv4 address', ['192.0.2.1', '192.0.2.1', '192.0.2.1']],
]) {
  test(`${name} has one limit, whatever way it is written`, async () => {
    assert.equal(await admitted(addresses), 2);
  });
}

test('IPv4 addresses have a limit each, in IPv6 form too', async () => {
  assert.equal(await admitted(numbers.map((n) => `198.51.100.${n}`)), numbers.length);
  assert.equal(await admitted(numbers.map((n) => `::ffff:203.0.113.${n}`)), numbers.length);
});

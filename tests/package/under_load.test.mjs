// What an administrator does to a running Latchkey while users go on: restarts, a rotation of the
// signing key, an upgrade of the package, for a minute of which no request may fail.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { installPackage, startBox } from '../harness/box.mjs';
import { Client, randomToken, somebody } from '../harness/client.mjs';
import { handlers } from '../harness/handlers.mjs';
import { installLatchkey, publicUrl } from '../harness/installed.mjs';
import { Load } from '../harness/load.mjs';
import { newUser, profile } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const atLeast = 60_000; // ms
const people = 24;

let box, latchkey, folder;
const clients = [];
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-next-'));
  box = await startBox();
  latchkey = await installLatchkey(box);
});
after(async () => {
  for (const client of clients) client.close();
  await latchkey?.stop();
  await box?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// The package of a next version: another worker binary, unit, stored function, and a migration more.
function nextVersion() {
  const tree = path.join(folder, 'tree');
  const deb = path.join(folder, 'latchkey_next.deb');
  const file = (...names) => path.join(tree, ...names);
  execFileSync('dpkg-deb', ['-R', process.env.LATCHKEY_PACKAGE, tree]);
  const control = file('DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, (line) => `${line}+next`));
  const share = file('usr/share/latchkey');
  const number = String(readdirSync(path.join(share, 'migrations')).length + 1).padStart(4, '0');
  writeFileSync(path.join(share, `migrations/${number}_next.sql`), 'CREATE TABLE latchkey.next (id int);\n');
  appendFileSync(path.join(share, 'db/functions/session_rotate.sql'), '-- next\n');
  appendFileSync(file('usr/lib/systemd/system/latchkey-auth-refresh@.service'), '# next\n');
  appendFileSync(path.join(share, 'latchkey.conf'), '# next\n');
  for (const name of readdirSync(file('usr/libexec/latchkey')).filter((n) => n.startsWith('latchkey-'))) {
    appendFileSync(file('usr/libexec/latchkey', name), 'next');
  }
  execFileSync('dpkg-deb', ['-b', '--root-owner-group', '-Znone', tree, deb]);
  return deb;
}

// Somebody with an address of their own, so that rate limits hold for each alone; they refresh, ask
// for their session and their credits, and make a lead.
async function person(number) {
  const address = `127.0.1.${number}`;
  const client = new Client({ url: publicUrl, ca: latchkey.client.agent.options.ca, address });
  clients.push(client);
  const user = await newUser({ ...latchkey, client });
  await user.complete(profile);
  const refresh = async () => {
    const answer = await client.refresh(user.refreshToken, randomToken());
    if (answer.status === 200) Object.assign(user, answer.json);
    return answer;
  };
  const calls = [
    refresh,
    () => client.session(user.accessToken),
    () => user.get('/api/credits'),
    () => user.create('/api/leads', { name: 'A lead' }, randomToken()),
    () => client.session(user.accessToken),
  ];
  let turn = 0;
  return async () => {
    await pause(40); // below the limits of one address
    turn += 1;
    return calls[turn % calls.length]();
  };
}

test('a worker that is killed takes at most its own request with it, and is replaced', async () => {
  const unit = 'latchkey-auth-refresh@1.service';
  const main = async () => Number(await box.do('systemctl', ['show', '-P', 'MainPID', unit]));
  const asks = await Promise.all(Array.from({ length: 4 }, (_, i) => person(100 + i)));
  const kills = 5;
  const load = new Load(asks);

  const took = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const killed = await main();
    await load.more(20);
    await box.do('systemctl', ['kill', '-s', 'KILL', '--kill-whom=main', unit]);
    const at = performance.now();
    await eventually(async () => ![0, killed].includes(await main()));
    took.push(Math.round(performance.now() - at));
  }
  await load.more(20);
  const counts = await load.stop();

  console.log(`      replaced within ${took.join(', ')} ms; answers: ${JSON.stringify(counts)}`);
  const failed = Object.entries(counts).filter(([status]) => !['200', '201'].includes(status));
  assert.ok(failed.every(([status]) => ['502', '503'].includes(status)), JSON.stringify(counts));
  assert.ok(failed.reduce((sum, [, count]) => sum + count, 0) <= kills, JSON.stringify(counts));
});

test('a minute of load with a restart, a key rotation and an upgrade fails no request', async () => {
  const deb = nextVersion();
  const asks = await Promise.all(Array.from({ length: people }, (_, i) => person(i + 1)));
  const refused = [];
  const load = new Load([
    ...asks.map((ask) => async () => {
      const answer = await ask();
      if (answer.status >= 300) refused.push(`${answer.status} ${answer.text}`);
      return answer;
    }),
    // New people sign in all the while, each from elsewhere.
    async () => {
      const client = new Client({
        url: publicUrl, ca: latchkey.client.agent.options.ca,
        address: `127.2.${Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`,
      });
      const answer = await client.completeSignup(latchkey.provider, somebody());
      client.close();
      return answer;
    },
  ]);
  const started = performance.now();
  const workers = async () => {
    const pids = await box.shell("systemctl show -P MainPID 'latchkey-*@*.service'");
    return pids.split('\n').filter(Boolean);
  };
  const kids = () => box.shell('cd /etc/latchkey/keys && readlink active.pem');
  const before = { workers: await workers(), kid: await kids() };

  await load.more(500);
  await box.do('systemctl', ['restart', 'latchkey-*@*.service']);
  const restarted = await workers();
  await load.more(500);
  await box.do('latchkey', ['keys', 'rotate']);
  const rotated = await kids();
  await load.more(500);
  await installPackage(box, deb);
  const upgraded = await workers();
  await load.more(500);
  await box.do('systemctl', ['restart', 'latchkey.target']);
  while (performance.now() - started < atLeast) await load.more(100);
  const counts = await load.stop();

  assert.deepEqual(refused, []);
  assert.deepEqual(Object.keys(counts).filter((status) => status !== '200' && status !== '201'), []);
  console.log(`      ${load.answered} requests answered: ${JSON.stringify(counts)}`);
  assert.ok(before.workers.length >= handlers.size);
  assert.equal(restarted.length, before.workers.length);
  assert.equal(upgraded.length, before.workers.length);
  assert.ok(!restarted.some((pid) => before.workers.includes(pid)), 'not all workers were restarted');
  assert.ok(!upgraded.some((pid) => restarted.includes(pid)), 'not all workers were upgraded');
  assert.notEqual(rotated, before.kid);
  assert.match(await box.do('dpkg-query', ['-W', '-f', '${Version}', 'latchkey']), /\+next$/);
  assert.equal((await latchkey.sql("SELECT count(*) FROM latchkey.next")).trim(), '0');
});

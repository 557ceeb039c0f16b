// The plug is pulled under load: workers killed and told to stop, Postgres restarted.
import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { randomToken, somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { Load } from '../harness/load.mjs';
import { eventually } from '../harness/wait.mjs';
import { fastcgiRequest } from '../harness/fastcgi.mjs';

let latchkey, client, signedIn;

before(async () => {
  latchkey = await startLatchkey();
  client = latchkey.client;
  signedIn = (await client.completeSignup(latchkey.provider, somebody())).json;
});
after(() => latchkey?.stop());

const eight = (ask) => new Load(Array.from({ length: 8 }, () => ask));

test('kill -9 of a worker under load costs at most its own request', async () => {
  const logout = () => client.logout(randomToken());
  const running = eight(logout);
  const kills = 5;

  for (let kill = 0; kill < kills; kill += 1) {
    await running.more(50);
    const [pid] = await eventually(() => {
      const pids = latchkey.workerPids('auth-logout');
      return pids.length > 0 && pids;
    });
    process.kill(pid, 'SIGKILL');
    await eventually(() => !latchkey.workerPids('auth-logout').includes(pid));
  }
  await running.more(50);
  const counts = await running.stop();

  const { 200: good, ...lost } = counts;
  assert.ok(good >= 50 * kills, JSON.stringify(counts));
  assert.deepEqual(Object.keys(lost).filter((status) => status !== '502'), []);
  assert.ok((lost[502] ?? 0) <= kills, JSON.stringify(counts));
});

test('kill -9 of a worker under load of GETs costs nothing: nginx asks another', async () => {
  const running = eight(() => client.session(signedIn.accessToken));

  for (let kill = 0; kill < 5; kill += 1) {
    await running.more(50);
    const [pid] = await eventually(() => {
      const pids = latchkey.workerPids('auth-session');
      return pids.length > 0 && pids;
    });
    process.kill(pid, 'SIGKILL');
    await eventually(() => !latchkey.workerPids('auth-session').includes(pid));
  }
  await running.more(50);

  assert.deepEqual(Object.keys(await running.stop()), ['200']);
});

test('SIGTERM to every worker under load loses no request, and each is gone within 5 s', async () => {
  let token = signedIn.refreshToken;
  const sessions = eight(() => client.session(signedIn.accessToken));
  const refreshes = new Load([async () => {
    const answer = await client.refresh(token, randomToken());
    if (answer.status === 200) token = answer.json.refreshToken;
    return answer;
  }]);

  for (const handler of ['auth-session', 'auth-refresh']) {
    await sessions.more(50);
    const pids = latchkey.workerPids(handler);
    const told = Date.now();
    for (const pid of pids) process.kill(pid, 'SIGTERM');
    await eventually(() => pids.every((pid) => !latchkey.workerPids(handler).includes(pid)));
    assert.ok(Date.now() - told < 5000, `${handler} took ${Date.now() - told} ms`);
  }
  await refreshes.more(5);

  assert.deepEqual(Object.keys(await sessions.stop()), ['200']);
  assert.deepEqual(Object.keys(await refreshes.stop()), ['200']);
  signedIn = { ...signedIn, refreshToken: token };
});

test('a body cut short by the client does nothing, even where the worker is told to stop', async () => {
  const victim = (await client.completeSignup(latchkey.provider, somebody())).json;
  const body = JSON.stringify({ refreshToken: victim.refreshToken });
  const socket = net.connect(path.join(latchkey.dir, 'run', 'auth-logout.sock'));
  const half = fastcgiRequest(
    { REQUEST_METHOD: 'POST', DOCUMENT_URI: '/api/auth/logout', CONTENT_TYPE: 'application/json', CONTENT_LENGTH: String(body.length) },
    body.slice(0, -10),
    { end: false },
  );
  await new Promise((resolve, reject) => socket.on('error', reject).write(half, resolve));
  const pids = latchkey.workerPids('auth-logout');

  for (const pid of pids) process.kill(pid, 'SIGTERM');
  socket.end();
  await eventually(() => pids.every((pid) => !latchkey.workerPids('auth-logout').includes(pid)));

  assert.equal((await client.session(victim.accessToken)).status, 200);
});

test('Postgres restarted under load gives only 503s and recovers within 5 s', async () => {
  const running = eight(() => client.session(signedIn.accessToken));
  await running.more(50);

  await latchkey.restartPostgres();
  const up = Date.now();
  const recovered = await eventually(async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => client.session(signedIn.accessToken)));
    return answers.every(({ status }) => status === 200);
  });
  assert.ok(recovered);
  assert.ok(Date.now() - up < 5000, `${Date.now() - up} ms`);

  const counts = await running.stop();
  assert.deepEqual(Object.keys(counts).filter((status) => !['200', '503'].includes(status)), []);
  assert.equal((await client.get('/api/health')).status, 200);
  const { status } = await client.refresh(signedIn.refreshToken, randomToken());
  assert.equal(status, 200, 'a session from before goes on');
});

test('while Postgres is down every call is a 503 with Retry-After, health too', async () => {
  await latchkey.stopPostgres();

  const answers = await Promise.all([
    client.session(signedIn.accessToken),
    client.refresh(randomToken(), randomToken()),
    client.logout(randomToken()),
    client.completeSignup(latchkey.provider, somebody()),
    client.get('/api/health'),
  ]);
  await latchkey.startPostgres();

  assert.deepEqual(answers.map(({ status }) => status), [503, 503, 503, 503, 503]);
  for (const { headers } of answers) assert.ok(Number(headers['retry-after']) >= 1);
  await eventually(async () => (await client.get('/api/health')).status === 200);
});

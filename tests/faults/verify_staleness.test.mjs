// auth-verify while the database is down: it goes on for as long as the staleness bound says, and
// then lets nobody through until it has heard what it missed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { configureGateway, startApplication } from '../harness/application.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

const staleness = 2;

let latchkey, client, application, user;

before(async () => {
  application = await startApplication();
  latchkey = await startLatchkey({ env: { LATCHKEY_VERIFY_STALENESS: `${staleness}` } });
  ({ client } = latchkey);
  await configureGateway(
    latchkey,
    {
      locations: `location /app/ {
        include latchkey/auth_request.conf;
        proxy_pass http://127.0.0.1:${application.port};
      }`,
    },
  );
  user = await newUser(latchkey);
});
after(async () => {
  await latchkey?.stop();
  await application?.stop();
});

const ask = (by = user) => client.get('/app/', by.accessToken);

// Each worker of the pool decides by itself. With two workers, so many answers in a row that agree
// are answers of both.
const both = 24;
const areAll = (answers, status) => answers.every((answer) => answer.status === status);

async function askBoth(by) {
  const answers = [];
  while (answers.length < both) answers.push(await ask(by));
  return answers;
}

const bothLetThrough = (by) => eventually(async () => areAll(await askBoth(by), 200));

// Asks again and again from `start` until nobody may be let through any more, and sees that nobody
// is. -> the seconds until the last who was
async function secondsUntilRefused(start) {
  let last = start;
  await eventually(
    async () => {
      const asked = performance.now();
      if ((await ask()).status === 200) last = asked;
      return asked - start > staleness * 1000;
    },
    { every: 5 },
  );
  for (const refused of await askBoth()) {
    assert.equal(refused.status, 503, refused.text);
    assert.equal(refused.json.code, 'unavailable');
    assert.ok(Number(refused.headers['retry-after']) >= 1);
  }
  return (last - start) / 1000;
}

const processesOfPostgres = () => {
  const data = path.join(latchkey.dir, 'postgres', 'postmaster.pid');
  const [leader] = readFileSync(data, 'utf8').split('\n');
  const children = readFileSync(`/proc/${leader}/task/${leader}/children`, 'utf8').trim().split(' ');
  return [leader, ...children];
};

test('while Postgres is stopped users are let through for as long as the bound says', async () => {
  assert.equal((await ask()).status, 200);

  await latchkey.stopPostgres('immediate');
  const stopped = performance.now();

  assert.equal((await ask()).status, 200);
  const seconds = await secondsUntilRefused(stopped);
  assert.ok(seconds < staleness, `${seconds} s`);

  await latchkey.startPostgres();
  const back = performance.now();
  await bothLetThrough();
  assert.ok(performance.now() - back < 5000);
});

test('a logout that auth-verify could not hear is known once it is back', async () => {
  const gone = await newUser(latchkey);
  await bothLetThrough(gone);
  await latchkey.stopPostgres('immediate');
  await secondsUntilRefused(performance.now());
  await latchkey.startPostgres();

  await eventually(async () => (await client.logout(gone.refreshToken)).status === 200);

  await eventually(async () => {
    const answers = await askBoth(gone);
    assert.ok(answers.every(({ status }) => status !== 200));
    return areAll(answers, 401);
  });
});

test('a database that hangs is one that is down', async () => {
  await bothLetThrough();
  const pids = processesOfPostgres();

  execFileSync('kill', ['-STOP', ...pids]);
  let seconds, slowest;
  try {
    seconds = await secondsUntilRefused(performance.now());
    const asked = performance.now();
    assert.equal((await ask()).status, 503);
    slowest = performance.now() - asked;
  } finally {
    execFileSync('kill', ['-CONT', ...pids]);
  }

  assert.ok(seconds < staleness + 0.5, `${seconds} s`);
  assert.ok(slowest < 1500, `${slowest} ms`);
  await bothLetThrough();
});

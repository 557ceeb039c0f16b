// The welcome mail, whatever goes wrong between the outbox and the mail server.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startSmtp } from '../fakes/smtp.mjs';
import { Outbox } from '../harness/outbox.mjs';

let outbox, smtp;
before(async () => {
  smtp = await startSmtp();
  outbox = await Outbox.start({
    env: { LATCHKEY_SMTP_URL: smtp.url, LATCHKEY_MAIL_FROM: 'Latchkey <hello@latchkey.example>' },
  });
});
after(async () => {
  await outbox?.stop();
  await smtp?.stop();
});
afterEach(async () => {
  smtp.behave();
  await outbox.sql(`UPDATE latchkey.outbox SET state = 'discarded', finished_at = now()
                     WHERE state IN ('pending', 'dead')`);
});

async function onboarded() {
  const account = await outbox.account();
  await outbox.onboard(account);
  return account;
}

const mailsTo = ({ email }) => smtp.mails.filter(({ to }) => to.includes(email));

async function welcomeJob(account) {
  return (await outbox.jobs(account, 'email'))[0];
}

test('who has completed onboarding is sent one welcome mail', async () => {
  const account = await onboarded();

  const { code } = await outbox.cron();
  await outbox.cron();

  assert.equal(code, 0);
  const mails = mailsTo(account);
  assert.equal(mails.length, 1);
  assert.match(mails[0].parsed.messageId, /^<welcome[.][0-9a-f-]{36}@localhost>$/);
  assert.equal((await welcomeJob(account)).state, 'done');
});

test('a mail whose 250 was lost is sent again as the same mail', async () => {
  const account = await onboarded();
  smtp.fault('lose250', { times: 1 });

  await outbox.cron();
  await outbox.dueNow();
  await outbox.cron();

  const mails = mailsTo(account);
  assert.equal(mails.length, 2);
  assert.deepEqual(mails[0].raw, mails[1].raw, 'to the byte');
  assert.equal((await welcomeJob(account)).state, 'done');
});

test('a mail that is deferred, or cut off, comes later', async () => {
  for (const [name, at] of [['defer', 'rcpt'], ['defer', 'message'], ['reset', 'message']]) {
    const account = await onboarded();
    smtp.fault(name, { at, times: 1 });

    await outbox.cron();
    await outbox.dueNow();
    await outbox.cron();

    assert.equal(mailsTo(account).length, 1, `${name} at ${at}`);
  }
});

test('a mail server that hangs holds up neither Stripe nor the run', async () => {
  const accounts = [];
  for (let i = 0; i < 6; i += 1) accounts.push(await onboarded());
  smtp.fault('hangAfterAcceptance');

  const { log } = await outbox.cron();

  for (const account of accounts) assert.equal(outbox.customersOf(account).length, 1);
  assert.equal(accounts.flatMap(mailsTo).length, 1, 'one wait a run');
  assert.ok(log.some(({ message }) => message.startsWith('the mail server is slow')));

  smtp.behave();
  await outbox.dueNow();
  await outbox.cron();
  for (const account of accounts) {
    assert.equal((await welcomeJob(account)).state, 'done');
    assert.equal(new Set(mailsTo(account).map(({ parsed }) => parsed.messageId)).size, 1);
  }
});

test('a recipient whom the server refuses alarms nobody; corrected, the mail goes to the new address', async () => {
  const poor = await onboarded();
  smtp.fault('refuse', { at: 'rcpt', times: 1 });

  assert.equal((await outbox.cron()).code, 0);

  const job = await welcomeJob(poor);
  assert.equal(job.state, 'dead');
  assert.equal((await outbox.latchkey.client.get('/api/health')).json.checks.outbox, 'ok');
  await outbox.sql('UPDATE latchkey.users SET email = $2 WHERE id = $1', [poor.user_id, 'new@example.org']);
  assert.equal((await outbox.latchkeyCommand('outbox', 'retry', `${job.id}`)).code, 0);
  await outbox.cron();
  assert.equal(mailsTo({ email: 'new@example.org' }).length, 1);
});

test('a domain outside ASCII gets its mail; so does a local part, from a server that can', async () => {
  const accounts = [];
  for (const email of ['info@müller.example', 'jürgen@example.org']) {
    const account = await outbox.account({ email });
    await outbox.onboard(account);
    accounts.push(account);
  }

  assert.equal((await outbox.cron()).code, 0);

  for (const account of accounts) assert.equal((await welcomeJob(account)).state, 'done');
  const [{ to, raw }] = mailsTo({ email: 'jürgen@example.org' });
  assert.deepEqual(to, ['jürgen@example.org']);
  assert.match(raw.toString(), /<jürgen@example[.]org>/);
  assert.ok(smtp.mails.some((mail) => mail.raw.includes('<info@xn--mller-kva.example>')));
});

test('an address that mail cannot go to alarms nobody', async () => {
  const account = await outbox.account({ email: 'nobody at all' });
  await outbox.onboard(account);

  assert.equal((await outbox.cron()).code, 0);

  assert.equal((await welcomeJob(account)).state, 'dead');
  assert.equal((await outbox.latchkey.client.get('/api/health')).json.checks.outbox, 'ok');
});

test('a mail that is refused is dead, and disturbs no other', async () => {
  const poor = await onboarded();
  smtp.fault('refuse', { at: 'message', times: 1 });
  assert.equal((await outbox.cron()).code, 1);
  const other = await onboarded();

  assert.equal((await outbox.cron()).code, 0);

  assert.equal((await welcomeJob(poor)).state, 'dead');
  assert.equal(mailsTo(poor).length, 0);
  assert.equal(mailsTo(other).length, 1);
});

test('kill -9 while a mail is under way loses none', async () => {
  const accounts = [];
  for (let round = 0; round < 20; round += 1) {
    accounts.push(await onboarded());
    const { child, ended } = outbox.run('latchkey-cron');
    setTimeout(() => child.kill('SIGKILL'), round * 3);
    await ended;
    await outbox.dueNow();
  }

  await outbox.cron();

  for (const account of accounts) {
    const ids = new Set(mailsTo(account).map(({ parsed }) => parsed.messageId));
    assert.equal(ids.size, 1);
    assert.equal((await welcomeJob(account)).state, 'done');
  }
});

test('without a mail server, or with one that is down, mails wait and Stripe does not', async () => {
  const account = await onboarded();

  const { code, log } = await outbox.cron({ LATCHKEY_SMTP_URL: '' });

  assert.equal(code, 0);
  assert.equal(log.find(({ message }) => message === 'jobs wait').why, 'LATCHKEY_SMTP_URL is not set');
  assert.match((await outbox.latchkeyCommand('outbox', 'status')).out,
    /email: jobs wait, since LATCHKEY_SMTP_URL is not set/);
  assert.equal(outbox.customersOf(account).length, 1);

  await smtp.stop();
  const down = await outbox.cron();
  await smtp.start();
  assert.equal(down.code, 0);
  await outbox.dueNow();
  await outbox.cron();
  assert.equal(mailsTo(account).length, 1);
});

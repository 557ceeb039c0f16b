// docs/backup.md, word for word: a backup; then everything is removed, as docs/operations.md says; and
// the restore, after which users are where the backup says that they are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startBox } from '../harness/box.mjs';
import { randomToken } from '../harness/client.mjs';
import { installLatchkey } from '../harness/installed.mjs';
import { newUser, onboardedUser } from '../harness/user.mjs';

// Under a heading of a page, one text a block.
function commands(page, heading) {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const [, section] = text.split(new RegExp(`^#+ ${heading}\n`, 'm'));
  return [...section.split(/^#+ /m)[0].matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block);
}

let box, latchkey, backup, left, said;
const people = {};

// As at a prompt, where the package is in the current folder. -> what each block printed
async function enter(page, heading) {
  const printed = [];
  for (const block of commands(page, heading)) printed.push(await box.shell(`cd /root\n${block}`));
  return printed;
}
const session = (user) => latchkey.client.session(user.accessToken);
const refresh = ({ refreshToken }) => latchkey.client.refresh(refreshToken, randomToken());

before(async () => {
  box = await startBox();
  latchkey = await installLatchkey(box);
  await box.copyIn(process.env.LATCHKEY_PACKAGE, '/root');
  await box.do('latchkey', ['scale', 'leads', '2']);
  for (const name of ['spends', 'refreshes', 'logsOut']) people[name] = await onboardedUser(latchkey);
  await people.spends.create('/api/analyses', { title: 'Tables' }, randomToken());
  await enter('backup.md', 'Back up');
  backup = await box.shell('cd /var/backups/latchkey && stat -c "%n %a %U" . *');

  people.refreshed = await people.refreshes.refreshed();
  await latchkey.client.logout(people.logsOut.refreshToken);
  people.late = await newUser(latchkey);
  latchkey.client.agent.destroy();
  await enter('operations.md', 'Remove');
  left = await box.shell(`
    runuser -u postgres -- psql -XAtqc "SELECT datname FROM pg_database WHERE datname ~ 'latchkey'
      UNION ALL SELECT rolname FROM pg_roles WHERE rolname ~ 'latchkey'"
    getent passwd | grep latchkey || true; getent group | grep latchkey || true
    find /etc /usr /var/lib /run -name '*latchkey*' -not -path '/var/lib/dpkg/*'`);

  said = await enter('backup.md', 'Restore');
});
after(async () => {
  await latchkey?.stop();
  await box?.stop();
});

test('the backup is for root alone', () => {
  assert.equal(backup, '. 700 root\ndatabase.dump 600 root\nfiles.tar.gz 600 root\n');
});

test('the commands of "Remove" leave nothing', () => {
  assert.equal(left, '');
});

test('the restore ends with a doctor who finds nothing to do', () => {
  assert.match(said.at(-1), /^ok +functions: those of this version$/m);
  assert.doesNotMatch(said.at(-1), /^FAIL/m);
});

test('each handler has the workers that it had', async () => {
  assert.match(await box.do('latchkey', ['scale']), /^leads +2$/m);
  assert.match(await box.do('latchkey', ['status']), /^leads +up +2 /m);
});

test('who was signed in still is, with the same credits, and can refresh', async () => {
  const { status, json } = await session(people.spends);

  assert.equal(status, 200);
  assert.equal(json.account.id, people.spends.account.id);
  assert.equal(json.account.credits, 24);
  assert.equal((await refresh(people.spends)).status, 200);
});

test('what came after the backup is undone, as the page says', async () => {
  assert.equal((await refresh(people.refreshed)).json.code, 'refresh_token_invalid');
  assert.equal((await refresh(people.late)).json.code, 'refresh_token_invalid');
  assert.equal((await session(people.logsOut)).status, 200);
  assert.equal((await refresh(people.refreshes)).status, 200);
});

test('the last command of the page ends every session', async () => {
  const user = await newUser(latchkey);
  const live = await latchkey.sql('SELECT count(*) FROM latchkey.sessions WHERE revoked_at IS NULL');

  const [ended] = await enter('backup.md', 'What an older database means');

  assert.match(ended, new RegExp(`^ +${live.trim()}$`, 'm'));
  assert.equal((await session(user)).json.code, 'session_revoked');
  assert.equal((await refresh(user)).json.code, 'session_revoked');
  const why = await box.do('latchkey', ['sessions', 'why', user.user.email]);
  assert.match(why, /by an administrator, restore\./);
});

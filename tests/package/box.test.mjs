// What the tests of the package rely on: a box is a machine, its services can be reached by the
// test and by nothing else, and what their units forbid is forbidden.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { startBox } from '../harness/box.mjs';

let box;
before(async () => {
  box = await startBox();
});
after(() => box?.stop());

test('what Debian starts by itself has started', async () => {
  assert.equal(await box.read('/proc/1/comm'), 'systemd\n');
  assert.match(await box.shell('pg_lsclusters --no-header'), /^15 +main +5432 online /);
});

test('the test reaches what listens inside, and neither reaches any other machine', async () => {
  const answer = await fetch('http://127.0.0.1/');
  const interfaces = await box.shell('ls /proc/sys/net/ipv4/conf');

  assert.match(answer.headers.get('server'), /nginx/);
  assert.deepEqual(interfaces.trim().split('\n'), ['all', 'default', 'lo']);
});

test('Postgres knows a system user of systemd-sysusers as its role, and lets nobody else be it', async () => {
  await box.do('systemd-sysusers', ['-'], { input: 'u latchkey-probe -\n' });
  await box.do('createuser', ['latchkey-probe'], { user: 'postgres' });
  const whoAmI = ['-XAtc', 'SELECT current_user', '-U', 'latchkey-probe', 'postgres'];

  const itself = await box.do('psql', whoAmI, { user: 'latchkey-probe' });
  const another = await box.exec('psql', whoAmI, { user: 'nobody' });

  assert.equal(itself, 'latchkey-probe\n');
  assert.match(another.stderr, /Peer authentication failed/);
});

test('a connection starts a service, which alone can read its credential', async () => {
  await box.write('/etc/probe/secret', 'of the probe\n', '0600');
  await box.write(
    '/etc/systemd/system/probe.socket',
    '[Socket]\nListenStream=127.0.0.1:1\nAccept=yes\n',
  );
  await box.write(
    '/etc/systemd/system/probe@.service',
    `[Service]
DynamicUser=yes
LoadCredential=secret:/etc/probe/secret
StandardInput=socket
ExecStart=sh -c 'cat "$CREDENTIALS_DIRECTORY/secret"; read line; echo "read $line" >&2'
StandardError=journal
`,
  );
  await box.shell('systemctl daemon-reload; systemctl start probe.socket');
  const connection = connect(1, '127.0.0.1').setEncoding('utf8');
  const [given] = await once(connection, 'data');
  const steal = ['-c', 'cat /run/credentials/probe@*/secret'];

  const byRoot = await box.exec('sh', steal);
  const byAnother = await box.exec('sh', steal, { user: 'nobody' });
  connection.end('the end\n');
  await once(connection, 'close');

  assert.equal(given, 'of the probe\n');
  assert.equal(byRoot.stdout, given);
  assert.equal(byAnother.stdout, '');
  assert.notEqual(byAnother.code, 0);
  const said = (await box.journal('probe@*')).map((line) => line.MESSAGE);
  assert.ok(said.includes('read the end'), said.join('\n'));
});

// What succeeds in a unit unless it has the property.
const reachNginx = 'exec 3<>/dev/tcp/127.0.0.1/80';
const forbidden = {
  'IPAddressDeny=any': 'echo >/dev/udp/127.0.0.1/9',
  'PrivateNetwork=yes': reachNginx,
  'RestrictAddressFamilies=AF_UNIX': reachNginx,
  'PrivateUsers=yes': '[ "$(stat -c %U /var/lib/postgresql)" = postgres ]',
  'ProtectProc=invisible': '[ -d /proc/1 ]',
  'ProtectSystem=strict': 'touch /var/lib/probe/file',
  'SystemCallFilter=~@chown': 'chown "$(id -u)" /var/lib/probe',
  'MemoryDenyWriteExecute=yes':
    'perl -e \'require "syscall.ph"; exit(syscall(&SYS_mmap, 0, 4096, 7, 0x22, -1, 0) == -1)\'',
};

for (const [property, script] of Object.entries(forbidden)) {
  test(`${property} is enforced`, async () => {
    await box.shell('install -d -o www-data /var/lib/probe');
    const unit = (...properties) => {
      const options = ['User=www-data', ...properties].flatMap((each) => ['-p', each]);
      return box.exec('systemd-run', ['--quiet', '--wait', ...options, 'bash', '-c', script]);
    };

    const free = await unit();
    const confined = await unit(property);

    assert.equal(free.code, 0, free.stderr);
    assert.notEqual(confined.code, 0);
  });
}

test('a service that no longer feeds its watchdog is ended', async () => {
  const properties = ['-p', 'Type=notify', '-p', 'NotifyAccess=all', '-p', 'WatchdogSec=200ms'];

  const ended = await box.exec('systemd-run', [
    ...['--wait', ...properties, 'sh', '-c', 'systemd-notify --ready; sleep infinity'],
  ]);

  assert.match(ended.stderr, /Finished with result: watchdog/);
});

test('a reboot keeps files and starts everything again', async () => {
  await box.shell('touch /var/lib/kept /run/lost');
  const { pid } = box;

  await box.reboot();

  assert.equal(
    await box.shell('ls /var/lib/kept /run/lost 2>&1 || true; systemctl is-active nginx'),
    "ls: cannot access '/run/lost': No such file or directory\n/var/lib/kept\nactive\n",
  );
  assert.notEqual(box.pid, pid);
});

test('further boxes are hosts of their own; one that was stopped does not come back', async () => {
  const start = () => startBox({ name: 'other', address: '10.0.0.2' });
  const other = await start();
  await other.write('/var/www/html/index.html', 'the other');

  const answer = await fetch('http://10.0.0.2/');
  await other.stop();
  const again = await start();
  const later = await fetch('http://10.0.0.2/');
  await again.stop();

  assert.equal(await answer.text(), 'the other');
  assert.equal(later.status, 200);
  assert.notEqual(await later.text(), 'the other');
});

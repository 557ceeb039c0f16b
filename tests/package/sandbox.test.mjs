// Each "only" of the least privilege an endpoint has, by trying the opposite from where a worker is:
// as its own unit with bash in the worker's place, so with its user, credentials and confinement.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBox } from '../harness/box.mjs';
import { handlers } from '../harness/handlers.mjs';
import { installLatchkey } from '../harness/installed.mjs';

const bash = '/usr/libexec/latchkey/probe'; // where programs may be executed
const cron = {
  'latchkey-cron.service': {
    role: 'latchkey-cron',
    egress: 'all',
    secrets: ['LATCHKEY_STRIPE_SECRET_KEY', 'LATCHKEY_SMTP_PASSWORD', 'LATCHKEY_SENTRY_DSN'],
  },
  'latchkey-purge.service': { role: 'latchkey-cron', egress: 'none', secrets: [] },
};
const units = new Map([
  ...[...handlers].map(([handler, row]) => [`latchkey-${handler}@9.service`, { ...row, handler }]),
  ...Object.entries(cron),
]);

// Says what it could do.
const attempts = `
echo "is $USER"
[ -z "$CREDENTIALS_DIRECTORY" ] || for file in "$CREDENTIALS_DIRECTORY"/*; do
  (: <"$file") && echo "has \${file##*/}"
done
for file in /etc/latchkey/secrets/* /etc/latchkey/keys/*.pem /run/credentials/*/* \
  /etc/latchkey/secrets/LATCHKEY_ROTATION_KEY /etc/latchkey/keys/active.pem /etc/shadow; do
  case $file in "\${CREDENTIALS_DIRECTORY:-none}"/*) continue ;; esac
  (: <"$file") && echo "reads $file"
done
for folder in / /etc /usr /var/lib/latchkey /run /run/latchkey /home /root /var/tmp/shared \
  /run/latchkey/metrics/*; do
  (: >"$folder/probe") && echo "writes $folder"
done
/bin/true && echo 'executes /bin/true'
(: </dev/tcp/127.0.0.1/443) && echo 'opens connections'
[ -e /proc/1/cmdline ] && echo 'sees other processes'
[ -e /proc/meminfo ] && echo 'sees the machine'
exit 0
`;

let box, latchkey;
const said = new Map(); // by unit
before(async () => {
  box = await startBox();
  latchkey = await installLatchkey(box);
  await box.shell(`
    systemctl stop latchkey-cron.timer
    install -m 0755 /bin/bash ${bash}
    install -d -m 0777 /run/probe /var/tmp/shared`);
  await box.write('/run/probe/attempts', attempts);
  await box.write(
    '/run/systemd/system/latchkey-.service.d/90-probe.conf',
    `[Service]
Type=oneshot
Restart=no
WatchdogSec=0
Sockets=
StandardInput=null
StandardOutput=file:/run/probe/%n
StandardError=null
ExecStart=
ExecStart=${bash} /run/probe/attempts
`,
  );
  await box.shell(`systemctl daemon-reload; systemctl start ${[...units.keys()].join(' ')}`);
  for (const unit of units.keys()) said.set(unit, (await box.read(`/run/probe/${unit}`)).trim());
  await box.shell('rm -r /run/systemd/system/latchkey-.service.d; systemctl daemon-reload');
});
after(async () => {
  await latchkey?.stop();
  await box?.stop();
});

for (const [unit, { handler, role, egress, secrets }] of units) {
  test(`${unit}: its user, its secrets, its network, its one place to write, and no more`, () => {
    assert.deepEqual(said.get(unit).split('\n'), [
      `is ${role}`,
      ...secrets.toSorted().map((secret) => `has ${secret}`),
      ...(handler ? [`writes /run/latchkey/metrics/${handler}`] : []),
      ...(egress === 'none' ? [] : ['opens connections']),
    ]);
  });
}

test('outside of a unit the same script does what it tries', async () => {
  const free = await box.do(bash, ['/run/probe/attempts'], { env: { USER: 'root' } });

  for (const attempt of ['reads /etc/latchkey/secrets/LATCHKEY_ROTATION_KEY',
    'reads /etc/latchkey/keys/active.pem', 'writes /var/tmp/shared', 'executes /bin/true',
    'opens connections', 'sees other processes', 'sees the machine']) {
    assert.ok(free.split('\n').includes(attempt), attempt);
  }
});

for (const [handler, { role, functions }] of handlers) {
  test(`${handler}: its functions and no others, no table, no other role`, async () => {
    const asked = await box.exec('psql', ['-XAtq', '-d', 'latchkey', '-f', '-'], {
      user: role,
      input: `
        SELECT p.proname FROM pg_proc AS p
         WHERE p.pronamespace = 'latchkey_api'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE')
         ORDER BY 1;
        SELECT 'reads ' || c.oid::regclass FROM pg_class AS c
         WHERE c.relnamespace = 'latchkey'::regnamespace AND c.relkind = 'r'
           AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES');
        SELECT * FROM latchkey.users;
        SELECT latchkey_api.admin_audit_keys('generated', 'kid', 'nobody');`,
    });
    const another = [...handlers.values()].find((each) => each.role !== role).role;
    const disguised = await box.exec('psql', ['-XAtqc', '', '-U', another, 'latchkey'], { user: role });

    assert.deepEqual(asked.stdout.split('\n').filter(Boolean), functions.toSorted());
    assert.match(asked.stderr, /permission denied for schema latchkey/);
    assert.match(asked.stderr, /permission denied for function admin_audit_keys/);
    assert.match(disguised.stderr, /Peer authentication failed/);
  });
}

test('only nginx and root reach the sockets', async () => {
  const connect = [
    '-e',
    'use IO::Socket::UNIX; exit !IO::Socket::UNIX->new($ARGV[0])',
    '/run/latchkey/auth-session.sock',
  ];

  assert.equal((await box.exec('perl', connect, { user: 'www-data' })).code, 0);
  assert.notEqual((await box.exec('perl', connect, { user: 'nobody' })).code, 0);
  assert.notEqual((await box.exec('perl', connect, { user: 'latchkey-leads' })).code, 0);
});

test('systemd counts an exposure of 0.5 at most without egress, of 1.5 at most with it', async () => {
  const found = [];
  for (const [unit, { egress }] of units) {
    const text = await box.shell(`systemd-analyze security --no-pager ${unit} | tail -n 1`);
    const exposure = Number(/: (\d+\.\d)/.exec(text)?.[1]);
    if (!(exposure <= (egress === 'none' ? 0.5 : 1.5))) found.push(`${unit} ${text}`);
  }

  assert.deepEqual(found, []);
});

test('systemd finds nothing to say about the units', async () => {
  const { code, stderr } = await box.exec('sh', [
    '-c',
    'cd /usr/lib/systemd/system && systemd-analyze verify --man=no latchkey.target latchkey-*.socket latchkey-*.timer "$@"',
    'sh',
    ...units.keys(),
  ]);

  assert.equal(stderr.split('\n').filter((line) => line.includes('latchkey')).join('\n'), '');
  assert.equal(code, 0);
});

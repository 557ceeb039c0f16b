// The package as a sysadmin meets it: the steps of a first install, what each command then says, and
// what is left after removal.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStripe } from '../fakes/stripe.mjs';
import { installPackage, startBox } from '../harness/box.mjs';
import { somebody } from '../harness/client.mjs';
import { handlers } from '../harness/handlers.mjs';
import { configure, installLatchkey, publicUrl } from '../harness/installed.mjs';
import { onboardedUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

let box, latchkey, stripe;
before(async () => {
  box = await startBox();
  stripe = await startStripe();
  latchkey = await installLatchkey(box, { settings: { LATCHKEY_STRIPE_API_BASE: stripe.url } });
});
after(async () => {
  await latchkey?.stop();
  await stripe?.stop();
  await box?.stop();
});

const systemctl = (...args) => box.do('systemctl', args);
const workers = () => systemctl('show', '-P', 'MainPID', 'latchkey-*@*.service');
const instances = async (handler) =>
  (await systemctl('list-units', '--plain', '--no-legend', '--state=active', `latchkey-${handler}@*`))
    .split('\n')
    .filter(Boolean).length;

test('setup says what the console of the provider and nginx need, and what comes next', () => {
  assert.match(latchkey.said, /Authorized JavaScript origins: +https:\/\/localhost\n/);
  assert.match(latchkey.said, /Authorized redirect URIs: +https:\/\/localhost\/auth\/callback\n/);
  assert.match(latchkey.said, /nginx -t && systemctl reload nginx\n +latchkey doctor\n/);
});

test('somebody signs in, is onboarded and has a session, through nginx', async () => {
  const user = await onboardedUser(latchkey);

  const { status, json } = await latchkey.client.session(user.accessToken);

  assert.equal(status, 200);
  assert.equal(json.account.credits, 25);
  assert.equal(json.onboardingCompleted, true);
});

test('the page is served, with the headers of the site', async () => {
  const { status, headers, text } = await latchkey.client.request('GET', '/login');

  assert.equal(status, 200);
  assert.match(text, /<div id="root">/);
  assert.match(headers['content-security-policy'], /default-src 'none'/);
});

test('a line of a first setup is a subject, not a function', () => {
  assert.match(latchkey.said, /^ +applied \d+ migrations and \d+ functions$/m);
  assert.doesNotMatch(latchkey.said, /Applied function/);
});

test('the priority of a line in the journal is its level', async () => {
  await configure(box, { LATCHKEY_REFRESH_GRACE: 'never' });
  await box.exec('systemctl', ['restart', 'latchkey-auth-refresh@1.service']);
  const lines = await box.journal('latchkey-auth-refresh@1');
  await configure(box, { LATCHKEY_REFRESH_GRACE: '10' });
  await box.do('latchkey', ['setup']);

  assert.ok(lines.some(({ MESSAGE, PRIORITY }) => PRIORITY === '3' && /^\{.*REFRESH_GRACE/.test(MESSAGE)));
  assert.ok(lines.some(({ MESSAGE, PRIORITY }) => PRIORITY === '5' && /"level":"info"/.test(MESSAGE)));
});

// Breaks one thing, sees the doctor name it, and puts it right.
async function diagnosed(breaks, line, rights) {
  const { code, stdout } = await box.shell(breaks)
    .then(() => box.exec('latchkey', ['doctor']))
    .finally(() => box.shell(rights));

  assert.equal(code, 1, stdout);
  assert.equal(stdout.match(/^FAIL/gm)?.length, 1, stdout);
  assert.match(stdout, line);
}

test('the doctor names nginx that is stopped', () =>
  diagnosed('systemctl stop nginx', /^FAIL +nginx: no connection .*systemctl start nginx/m, 'systemctl start nginx'));

test('the doctor names nginx that is not in the group of the sockets', () =>
  diagnosed(
    `sed -i.kept 's/^user .*/user nobody nogroup;/' /etc/nginx/nginx.conf; systemctl restart nginx`,
    /^FAIL +nginx: nginx may not open .*502; usermod -aG www-data/m,
    'mv /etc/nginx/nginx.conf.kept /etc/nginx/nginx.conf; systemctl restart nginx',
  ));

test('the doctor names a pg_hba.conf that does not let the programs in', () =>
  diagnosed(
    `cd /etc/postgresql/*/main; sed -i.kept '1i local latchkey "latchkey-admin" peer\\nlocal latchkey all reject' pg_hba.conf
     systemctl reload postgresql
     while runuser -u latchkey-leads -- psql -Xqc 'SELECT 1' latchkey >/dev/null 2>&1; do sleep 0.1; done`,
    /^FAIL +roles: Postgres refuses the roles of all programs: .*systemctl reload postgresql/m,
    'cd /etc/postgresql/*/main; cat pg_hba.conf.kept >pg_hba.conf; rm pg_hba.conf.kept; systemctl reload postgresql',
  ));

test('the doctor needs root, and says it once', async () => {
  const { code, stdout } = await box.exec('latchkey', ['doctor'], { user: 'nobody' });

  assert.equal(code, 1);
  assert.match(stdout, /^FAIL +doctor: .*run it as root\n$/);
});

test('a webroot client finds its folder, and nginx serves it on port 80', async () => {
  await box.shell(`mkdir -p /var/lib/latchkey/acme/.well-known/acme-challenge
    echo proof >/var/lib/latchkey/acme/.well-known/acme-challenge/token`);
  const get = (name) => fetch(`http://localhost/.well-known/acme-challenge/${name}`, { redirect: 'manual' });

  assert.equal(await (await get('token')).text(), 'proof\n');
  assert.equal((await get('none')).status, 404);
});

test('the doctor finds nothing to do', async () => {
  const said = await box.do('latchkey', ['doctor']);

  assert.doesNotMatch(said, /^FAIL/m);
  assert.match(said, /^ok +functions: those of this version$/m);
});

test('status shows every handler up with its workers, the outbox, keys and migrations', async () => {
  const said = await box.do('latchkey', ['status']);

  for (const [handler, { instances: count }] of handlers) {
    assert.match(said, new RegExp(`^${handler} +up +${count} `, 'm'));
  }
  assert.match(said, /^Outbox: /m);
  assert.match(said, /^Keys: 1 published; active /m);
  assert.match(said, /^Migrations: up to /m);
});

test('Prometheus on this machine gets the metrics of every handler', async () => {
  const { status, text } = await latchkey.client.request('GET', '/metrics');

  assert.equal(status, 200);
  for (const [handler, { instances: count }] of handlers) {
    assert.match(text, new RegExp(`^latchkey_workers\\{handler="${handler}"\\} ${count}$`, 'm'));
  }
});

test('setup run again changes nothing and keeps keys and sessions', async () => {
  const user = await onboardedUser(latchkey);
  const kept = () =>
    box.shell(`cd /etc && find latchkey nginx systemd/system -type f -exec sha256sum {} + | sort
      find systemd/system nginx latchkey -type l -printf '%p %l\\n' | sort`);
  const before = await kept();

  const pids = await workers();
  const said = await box.do('latchkey', ['setup']);

  assert.equal(await kept(), before);
  assert.equal(await workers(), pids);
  assert.match(said, /\nNothing has changed: nothing was restarted\.\n$/);
  assert.doesNotMatch(said, /Applied|Restarting/);
  assert.equal((await latchkey.client.session(user.accessToken)).status, 200);
});

test('setup says beforehand what it would do, and does it after that', async () => {
  await configure(box, { LATCHKEY_SIGNUP_CREDITS: '26' });
  await latchkey.sql(`UPDATE latchkey.schema_migrations SET file_hash = repeat('0', 64) WHERE name = 'session_get'`);
  await box.shell('echo "# an older one" >>/etc/nginx/latchkey/maps.conf');
  const [pids, snippet] = [await workers(), await box.read('/etc/nginx/latchkey/maps.conf')];
  const would = await box.do('latchkey', ['setup', '--dry-run']);
  const [pidsThen, snippetThen] = [await workers(), await box.read('/etc/nginx/latchkey/maps.conf')];
  const does = await box.do('latchkey', ['setup', '--verbose']);
  const nothing = await box.do('latchkey', ['setup', '--dry-run']);
  await configure(box, { LATCHKEY_SIGNUP_CREDITS: '25' });
  await box.do('latchkey', ['setup']);

  assert.match(would, /would apply what differs \(1 differences/);
  assert.match(would, /would write \/etc\/nginx\/latchkey\/maps\.conf\n/);
  assert.match(would, /would restart the workers\n/);
  assert.deepEqual([pidsThen, snippetThen], [pids, snippet]);
  assert.match(does, /Applied function session_get\./);
  assert.match(does, /Restarting the workers/);
  assert.match(nothing, /There is nothing to do\.\n$/);
});

test('setup brings the site up to date until somebody has changed it', async () => {
  const site = '/etc/nginx/sites-available/latchkey.conf';
  const certbot = '/etc/letsencrypt/live/localhost';
  const setup = async () => [await box.do('latchkey', ['setup']), await box.read(site)];

  await box.shell(`mkdir -p ${certbot} && cp /etc/latchkey/tls/*.pem ${certbot}`);
  const [, withCertbot] = await setup();
  await box.shell('rm -r /etc/letsencrypt');
  const [, without] = await setup();
  await box.write(site, `${without}# ours\n`);
  await box.shell(`mkdir -p ${certbot} && cp /etc/latchkey/tls/*.pem ${certbot}`);
  const [said, kept] = await setup();
  const offered = await box.read(`${site}.ucf-dist`);
  await box.shell('rm -r /etc/letsencrypt');
  await box.write(site, without);
  const [saidNothing] = await setup();

  assert.ok(withCertbot.includes(`ssl_certificate "${certbot}/fullchain.pem";`));
  assert.ok(without.includes('ssl_certificate "/etc/latchkey/tls/fullchain.pem";'));
  assert.equal(kept, `${without}# ours\n`);
  assert.equal(offered, withCertbot);
  assert.match(said, /was changed here and is kept/);
  assert.doesNotMatch(saidNothing, /was changed here/);
});

test('a configuration that is wrong is named before anything is touched', async () => {
  await configure(box, { LATCHKEY_ACCESS_TTL: 'soon' });
  const wrong = await box.exec('latchkey', ['setup']);
  await configure(box, { LATCHKEY_ACCESS_TTL: '900' });

  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /latchkey\.conf:\d+: LATCHKEY_ACCESS_TTL="soon" must be a whole number/);
  assert.equal(await instances('auth-session'), handlers.get('auth-session').instances);
});

test('a change of the public address reaches nginx', async () => {
  await configure(box, { LATCHKEY_PUBLIC_URL: 'https://Localhost:8443/' });
  await box.do('latchkey', ['setup']);
  const site = await box.read('/etc/nginx/sites-available/latchkey.conf');
  await configure(box, { LATCHKEY_PUBLIC_URL: publicUrl });
  await box.do('latchkey', ['setup']);

  assert.match(site, /listen 8443 ssl http2;/);
  assert.match(site, /server_name localhost;/);
  assert.match(await box.read('/etc/nginx/sites-available/latchkey.conf'), /listen 443 ssl http2;/);
});

test('whoever calls setup does not steer it by the environment', async () => {
  const env = { LATCHKEY_PUBLIC_URL: 'https://evil.example', LATCHKEY_DATABASE_URL: 'dbname=evil' };

  assert.doesNotMatch(await box.do('latchkey', ['setup'], { env }), /evil/);
});

test('keys are not made again for a database that has been set up before', async () => {
  await box.shell('mv /etc/latchkey/keys /etc/latchkey/kept && mkdir /etc/latchkey/keys');
  const refused = await box.exec('latchkey', ['setup']);
  await box.shell('rmdir /etc/latchkey/keys && mv /etc/latchkey/kept /etc/latchkey/keys');

  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /another host has set up this database.*--new-keys/);
});

test('a secret in the file that every worker reads is refused', async () => {
  const file = '/etc/latchkey/latchkey.conf';
  const before = await box.read(file);
  await box.write(file, `${before}LATCHKEY_STRIPE_SECRET_KEY=sk_live_x\n`);
  const wrong = await box.exec('latchkey', ['setup']);
  await box.write(file, before);

  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /put its value into \/etc\/latchkey\/secrets\/LATCHKEY_STRIPE_SECRET_KEY/);
  assert.doesNotMatch(wrong.stderr, /sk_live_x/);
});

test('scale makes workers more and fewer, and keeps one', async () => {
  await box.do('latchkey', ['scale', 'leads', '3']);
  const more = await instances('leads');
  await box.do('latchkey', ['scale', 'leads', '1']);
  const fewer = await instances('leads');

  assert.deepEqual([more, fewer], [3, 1]);
  assert.match(await box.do('latchkey', ['scale']), /^leads +1$/m);
  assert.equal((await box.exec('latchkey', ['scale', 'leads', '0'])).code, 64);
  assert.equal((await box.exec('latchkey', ['scale', 'nobody', '1'])).code, 64);
});

test('the timer drains the outbox', async () => {
  await box.write('/etc/latchkey/secrets/LATCHKEY_STRIPE_SECRET_KEY', stripe.secretKey, '0600');
  const identity = somebody();
  await latchkey.client.completeSignup(latchkey.provider, identity);

  const customer = await eventually(
    () => stripe.customers.find(({ email }) => email === identity.email),
    { timeout: 60_000 },
  );

  assert.equal(customer.email, identity.email);
});

test('the outbox\'s timer does not follow the wall clock, which may be set back', async () => {
  const shown = await systemctl('show', 'latchkey-cron.timer', '-p', 'TimersMonotonic', '-p', 'TimersCalendar');

  assert.match(shown, /^TimersMonotonic=\{ OnUnitActiveUSec=15s /m);
  assert.doesNotMatch(shown, /OnCalendar/);
});

test('a run that has nothing to do leaves no line in the journal', async () => {
  const run = async () => {
    await systemctl('start', 'latchkey-cron.service');
    return box.shell('journalctl --sync && journalctl -u latchkey-cron.service -o cat --since -1h');
  };
  // No mail server is set, so a welcome mail waits, and each run says so.
  await latchkey.sql("UPDATE latchkey.outbox SET state = 'discarded', finished_at = now() WHERE state = 'pending'");
  const before = await run();

  assert.equal(await run(), before);
});

test('the purge runs as its timer starts it', async () => {
  assert.match(await systemctl('is-enabled', 'latchkey-purge.timer'), /enabled/);

  await systemctl('start', 'latchkey-purge.service');

  assert.equal((await systemctl('show', '-P', 'Result', 'latchkey-purge.service')).trim(), 'success');
});

test('a worker that hangs is ended by its watchdog and replaced', async () => {
  const unit = 'latchkey-credits@1.service';
  await box.write(
    '/run/systemd/system/latchkey-credits@.service.d/test.conf', '[Service]\nWatchdogSec=1s\n');
  await box.shell(`systemctl daemon-reload; systemctl restart ${unit}`);
  const main = async () => Number(await systemctl('show', '-P', 'MainPID', unit));
  const before = await main();

  await systemctl('kill', '-s', 'STOP', unit);

  await eventually(async () => ![0, before].includes(await main()));
});

test('a restart of the target stops nothing that listens; stopping it does', async () => {
  const listens = async () =>
    (await box.exec('sh', ['-c', 'test -S /run/latchkey/auth-session.sock'])).code === 0;
  const inode = () => box.do('stat', ['-c', '%i', '/run/latchkey/auth-session.sock']);
  const before = await inode();
  await systemctl('restart', 'latchkey.target');
  const after = await inode();
  await systemctl('stop', 'latchkey.target');
  await eventually(async () => !(await listens())); // systemctl waits for the target alone
  const answer = await latchkey.client.request('GET', '/api/health', { contract: false });
  await systemctl('start', 'latchkey.target');

  assert.equal(after, before);
  assert.ok([502, 503].includes(answer.status), String(answer.status));
  assert.equal(answer.json.code, 'unavailable');
  await eventually(async () => (await latchkey.client.request('GET', '/api/health')).status === 200);
});

test('a wrong configuration stops a worker once, with a line that names the fault', async () => {
  await configure(box, { LATCHKEY_REFRESH_GRACE: 'never' });
  await box.exec('systemctl', ['restart', 'latchkey-auth-refresh@1.service']);
  const lines = (await box.journal('latchkey-auth-refresh@1')).map(({ MESSAGE }) => MESSAGE);
  const state = await systemctl('show', '-P', 'ActiveState', '-P', 'NRestarts', 'latchkey-auth-refresh@1');
  const others = await instances('auth-refresh');
  await configure(box, { LATCHKEY_REFRESH_GRACE: '10' });
  await box.do('latchkey', ['setup']);

  assert.ok(lines.some((line) => /LATCHKEY_REFRESH_GRACE=\\"never\\" must be a whole/.test(line)),
    lines.slice(-5).join('\n'));
  assert.equal(state, '0\nfailed\n');
  assert.equal(others, handlers.get('auth-refresh').instances - 1);
  assert.equal(await instances('auth-refresh'), handlers.get('auth-refresh').instances);
});

test('an upgrade without Postgres leaves the former workers running, and setup finishes it', async () => {
  const pids = () => systemctl('show', '-P', 'MainPID', 'latchkey-leads@*.service');
  const before = await pids();
  await systemctl('stop', 'postgresql');
  await box.do('dpkg-reconfigure', ['latchkey']);
  const without = await pids();
  await systemctl('start', 'postgresql');
  await box.do('latchkey', ['setup']);

  assert.equal(without, before);
  assert.notEqual(await pids(), before);
});

test('an upgrade leaves off what an administrator has disabled, masked or stopped', async () => {
  await box.shell(`systemctl disable --now latchkey-leads@1.service latchkey-leads.socket
    systemctl mask --now latchkey-purge.timer`);
  await box.do('dpkg-reconfigure', ['latchkey']);
  const off = await box.exec('systemctl', ['is-active', 'latchkey-leads@1.service', 'latchkey-purge.timer']);
  await box.shell(`systemctl enable --now latchkey-leads@1.service latchkey-leads.socket
    systemctl unmask latchkey-purge.timer; systemctl stop latchkey.target`);
  await box.do('dpkg-reconfigure', ['latchkey']);
  const stopped = await box.exec('systemctl', ['is-active', 'latchkey.target']);
  await systemctl('start', 'latchkey.target');

  assert.equal(off.stdout, 'inactive\ninactive\n');
  assert.equal(stopped.stdout, 'inactive\n');
});

test('everything is up again after a reboot', async () => {
  const user = await onboardedUser(latchkey);

  await box.reboot();
  latchkey.client.agent.destroy();

  await eventually(async () => {
    const answer = await latchkey.client.session(user.accessToken).catch(() => undefined);
    return answer?.status === 200;
  });
  for (const [handler, { instances: count }] of handlers) {
    await eventually(async () => (await instances(handler)) === count);
  }
});

test('every key of the journal is a line of JSON, and none has a token or a secret', async () => {
  const user = await onboardedUser(latchkey);
  await latchkey.client.refresh(user.refreshToken, 'k'.repeat(16));
  const secrets = [user.refreshToken, user.accessToken, stripe.secretKey, latchkey.provider.clientSecret];

  const lines = (await box.journal('latchkey-*')).filter(({ _COMM }) => /^latchkey-/.test(_COMM));
  const access = await box.shell('cat /var/log/latchkey/*.log');

  assert.ok(lines.length > 20);
  for (const { MESSAGE } of lines) JSON.parse(MESSAGE);
  const all = lines.map(({ MESSAGE }) => MESSAGE).join('\n') + access;
  for (const secret of secrets) assert.ok(!all.includes(secret));
});

test('logrotate gives nginx a new log', async () => {
  await latchkey.client.request('GET', '/api/health');
  await box.do('logrotate', ['--force', '/etc/logrotate.d/latchkey']);
  await latchkey.client.request('GET', '/api/health');

  await eventually(async () => (await box.read('/var/log/latchkey/access.log')).includes('/api/health'));
});

test('removal stops everything and keeps what was configured; installing again brings it back', async () => {
  const user = await onboardedUser(latchkey);
  await box.do('apt-get', ['remove', '-y', 'latchkey']);
  const left = await box.shell('ls /run/latchkey; pgrep -c latchkey- || true');
  const site = await latchkey.client.request('GET', '/api/health', { contract: false }).catch(() => undefined);
  await installPackage(box);
  latchkey.client.agent.destroy();

  assert.match(left, /^metrics\n0\n$/);
  assert.equal(site?.json, undefined);
  assert.equal((await box.exec('systemctl', ['is-active', 'nginx'])).stdout, 'active\n');
  await eventually(async () =>
    (await latchkey.client.session(user.accessToken).catch(() => undefined))?.status === 200);
});

test('purging takes keys, secrets and configuration, and leaves the database and a working nginx', async () => {
  await box.do('apt-get', ['purge', '-y', 'latchkey']);

  const left = await box.shell(`
    ls -d /etc/latchkey /var/lib/latchkey /var/log/latchkey /run/latchkey /etc/nginx/latchkey \
      /etc/nginx/sites-*/latchkey* /etc/systemd/system/latchkey* 2>/dev/null || true
    find /etc/systemd/system -name '*latchkey*'
    systemctl list-units --plain --no-legend --all 'latchkey*'`);
  assert.equal(left, '');
  await box.shell('nginx -t -q && systemctl reload nginx');
  assert.ok(Number(await latchkey.sql('SELECT count(*) FROM latchkey.users')) > 0);
});

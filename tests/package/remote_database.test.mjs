// Postgres on another host: over TLS, each role with a password of its own, or with a certificate.
// Here it is the box's own, which lets nobody in by its socket but its administrator.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBox } from '../harness/box.mjs';
import { installLatchkey } from '../harness/installed.mjs';
import { onboardedUser } from '../harness/user.mjs';

const tls = '/etc/postgresql-tls';
const url = `host=127.0.0.1 dbname=latchkey sslmode=verify-full sslrootcert=${tls}/ca.pem`;
const admin = `host=127.0.0.1 user=dba sslmode=verify-full sslrootcert=${tls}/ca.pem`;

let box, latchkey;
before(async () => {
  box = await startBox();
  await box.shell(`
    mkdir ${tls} && cd ${tls}
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca \
      -keyout ca.key -out ca.pem 2>/dev/null
    ${certificate('127.0.0.1', 'server', 'subjectAltName=IP:127.0.0.1')}
    chown postgres: server.key
    chmod 0755 . && chmod 0600 *.key && chmod 0644 *.pem
    cat >/etc/postgresql/15/main/conf.d/tls.conf <<END
ssl = on
ssl_cert_file = '${tls}/server.pem'
ssl_key_file = '${tls}/server.key'
ssl_ca_file = '${tls}/ca.pem'
END
    cat >/etc/postgresql/15/main/pg_hba.conf <<END
local all postgres peer
hostssl all all 127.0.0.1/32 scram-sha-256
END
    systemctl restart postgresql@15-main`);
  await box.do('psql', ['-Xqc', "CREATE ROLE dba LOGIN SUPERUSER PASSWORD 'of the dba'"], { user: 'postgres' });
  await box.write('/root/.pgpass', '*:*:*:dba:of the dba\n', '0600');
  latchkey = await installLatchkey(box, {
    settings: { LATCHKEY_DATABASE_URL: url }, setup: ['--admin-database', admin],
  });
});
after(async () => {
  await latchkey?.stop();
  await box?.stop();
});

// Commands that make NAME.pem and NAME.key for a common name, signed by the authority in the folder.
function certificate(commonName, name, extension = 'basicConstraints=CA:FALSE') {
  return `openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=${commonName}' \
      -keyout ${name}.key 2>/dev/null |
      openssl x509 -req -CA ${tls}/ca.pem -CAkey ${tls}/ca.key -CAcreateserial -days 2 \
        -extfile <(echo '${extension}') -out ${name}.pem 2>/dev/null`;
}

async function works() {
  const user = await onboardedUser(latchkey);
  assert.equal((await latchkey.client.session(user.accessToken)).status, 200);
  assert.equal((await latchkey.client.refresh(user.refreshToken, 'k'.repeat(20))).status, 200);
  assert.doesNotMatch(await box.do('latchkey', ['doctor']), /^FAIL/m);
  await box.do('systemctl', ['start', 'latchkey-cron.service', 'latchkey-purge.service']);
}

test('with passwords, of which each service has its own', async () => {
  await works();

  const passwords = (await box.shell('cat /etc/latchkey/database/*.password')).trim().split('\n');
  assert.equal(new Set(passwords).size, passwords.length);
  assert.equal(
    (await box.shell('stat -c %a /etc/latchkey/database /etc/latchkey/database/* | sort -u')), '600\n700\n');
  const kept = await latchkey.sql(
    "SELECT DISTINCT left(rolpassword, 13) FROM pg_authid WHERE rolname ~ '^latchkey-'");
  assert.equal(kept, 'SCRAM-SHA-256\n');
});

test('no password reaches the log of Postgres or an argument', async () => {
  const log = await box.shell('cat /var/log/postgresql/*.log');
  const passwords = (await box.shell('cat /etc/latchkey/database/*.password')).trim().split('\n');

  for (const password of passwords) assert.ok(!log.includes(password));
});

test('setup needs no administrator where there is nothing to apply', async () => {
  await box.do('latchkey', ['setup']);

  await works();
});

test('a service can open no connection but to Postgres', async () => {
  const said = await box.shell(
    "systemctl show -P IPAddressAllow -P IPAddressDeny latchkey-leads@1.service");

  assert.match(said, /127\.0\.0\.1\/32/);
  assert.match(said, /0\.0\.0\.0\/0/);
});

test('with certificates', async () => {
  await box.shell(`
    cd /etc/latchkey/database
    for file in *.password; do
      role=\${file%.password}
      ${certificate('$role', '$role').replaceAll("'", '"')}
      mv "$role.pem" "$role.crt"
    done
    rm *.password && chmod 0600 *
    cat >/etc/postgresql/15/main/pg_hba.conf <<END
local all postgres peer
hostssl all dba 127.0.0.1/32 scram-sha-256
hostssl all all 127.0.0.1/32 cert
END
    systemctl reload postgresql@15-main`);
  await box.do('latchkey', ['setup']);
  await box.shell('systemctl restart postgresql@15-main');

  await works();
});

// Certificates for a mail server on localhost, right ones and every kind of wrong one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = 'DNS:localhost,IP:127.0.0.1';
const kinds = {
  right: { names: here, days: '2', signer: 'ca' },
  wrongHost: { names: 'DNS:mail.example', days: '2', signer: 'ca' },
  expired: { names: here, days: '-1', signer: 'ca' },
  untrusted: { names: here, days: '2', signer: 'stranger' },
};

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-sha256'];

// {key, cert, caFile, remove()}: PEM texts of the server, and a file with the CA that a client is to
// trust.
export function makeCertificate(kind) {
  const { names, days, signer } = kinds[kind];
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-smtp-'));
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  for (const ca of ['ca', 'stranger']) {
    openssl('req', '-x509', ...curve, '-days', '2', '-subj', `/CN=Test ${ca}`,
      '-keyout', `${ca}.key`, '-out', `${ca}.pem`);
  }
  openssl('req', ...curve, '-subj', '/CN=localhost', '-keyout', 'key.pem', '-out', 'server.csr');
  writeFileSync(join(folder, 'names'), `subjectAltName=${names}\n`);
  openssl('x509', '-req', '-in', 'server.csr', '-CA', `${signer}.pem`, '-CAkey', `${signer}.key`,
    '-CAcreateserial', '-days', days, '-extfile', 'names', '-out', 'cert.pem');
  return {
    key: readFileSync(join(folder, 'key.pem')),
    cert: readFileSync(join(folder, 'cert.pem')),
    caFile: join(folder, 'ca.pem'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

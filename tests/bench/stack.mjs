// The Latchkey that is measured: release build, no access log, warnings only in the workers' logs, as
// a busy site would have it; and beside it what it is compared with.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configureGateway } from '../harness/application.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.join(here, '../..');
const preset = process.env.LATCHKEY_DEV_PRESET;

export const users = 5000;
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');
const id = (kind, i) => `${kind}0000000-0000-4000-8000-${String(i).padStart(12, '0')}`;

export class Bench {
  static async start() {
    const bench = new Bench();
    bench.latchkey = await startLatchkey({
      env: { LATCHKEY_DEV_CRON: '0', LATCHKEY_LOG_LEVEL: 'warning' },
    });
    try {
      await bench.#prepare();
    } catch (error) {
      await bench.stop();
      throw error;
    }
    return bench;
  }

  async #prepare() {
    this.files = path.join(this.latchkey.dir, 'bench');
    mkdirSync(this.files);
    this.nothing = this.#startNothing();
    await this.#configure();
  }

  async stop() {
    this.nothing?.kill('SIGTERM');
    await this.latchkey.stop();
  }

  get http() {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  // As many workers as a hot handler has.
  #startNothing() {
    this.nothingSocket = path.join(
      realpathSync(path.join(this.latchkey.dir, 'run')),
      'nothing.sock',
    );
    return spawn(
      'spawn-fcgi',
      [
        '-n',
        '-s',
        this.nothingSocket,
        '--',
        '/usr/bin/multiwatch',
        '-f',
        '2',
        '-s',
        'TERM',
        '--',
        path.join(root, 'build', preset, 'bench', 'nothing'),
      ],
      { stdio: 'ignore' },
    );
  }

  // Plain HTTP with the locations of the site, and a Stripe that takes no time.
  async #configure() {
    this.httpPort = this.latchkey.port + 2;
    const nothing = `location = /bench/nothing {
      include latchkey/api.conf;
      include latchkey/class_api.conf;
      fastcgi_pass "unix:${this.nothingSocket}";
    }
    location = /bench/verify {
      include latchkey/api.conf;
      include latchkey/class_api.conf;
      fastcgi_pass latchkey-auth-verify;
    }`;
    const server = `server {
      listen 127.0.0.1:${this.httpPort};
      access_log off;
      keepalive_requests 1000000;
      include latchkey/headers.conf;
      include latchkey/protect.conf;
      location = /.problem { internal; include latchkey/problem.conf; }
      location /api/ {
        include latchkey/api.conf;
        include latchkey/locations.conf;
        return 404;
      }
      ${nothing}
      location /v1/ {
        default_type application/json;
        return 200 '{"id":"cus_$request_id","object":"customer"}';
      }
    }`;
    await configureGateway(this.latchkey, {
      locations: `access_log off; keepalive_requests 1000000; ${nothing}`,
      server,
    });
  }

  // Users first to last; raw: their refresh tokens are pgbench's.
  seed(first, last, raw = false) {
    this.psql(
      '-v',
      `first=${first}`,
      '-v',
      `last=${last}`,
      '-v',
      `raw=${raw}`,
      '-f',
      path.join(here, 'seed.sql'),
    );
  }

  psql(...args) {
    const { host, user, database } = this.latchkey.database;
    const all = ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', host, '-U', user, '-d', database, ...args];
    return execFileSync('psql', all, { encoding: 'utf8', maxBuffer: 1 << 26 }).trim();
  }

  // A file with a line for each of these users. -> its path
  file(name, numbers, line) {
    const file = path.join(this.files, name);
    writeFileSync(file, `${numbers.map(line).join('\n')}\n`);
    return file;
  }

  accessTokens(numbers) {
    const {
      keys: [{ kid }],
    } = JSON.parse(readFileSync(path.join(this.latchkey.dir, 'keys/jwks.json')));
    const key = createPrivateKey(readFileSync(path.join(this.latchkey.dir, 'keys/active.pem')));
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = encode({ alg: 'ES256', typ: 'at+jwt', kid });
    const { publicUrl: url } = this.latchkey;
    const now = Math.floor(Date.now() / 1000);
    return this.file('access-tokens', numbers, (i) => {
      const claims = {
        iss: url,
        aud: url,
        sub: id(1, i),
        sid: id(3, i),
        account_id: id(2, i),
        onboarding_completed: true,
        client_id: 'latchkey-web',
        iat: now,
        exp: now + 900,
        jti: randomUUID(),
      };
      const text = `${head}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    });
  }

  refreshTokens(numbers) {
    return this.file('refresh-tokens', numbers, (i) => sha256(`${i} 0`));
  }
}

export const range = (first, count) => Array.from({ length: count }, (_, i) => first + i);

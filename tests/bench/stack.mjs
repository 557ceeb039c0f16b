// The Latchkey that is measured: release build, no access log, warnings only in the workers' logs, as
// a busy site would have it; and beside it what it is compared with.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configureGateway } from '../harness/application.mjs';
import { handlers } from '../harness/handlers.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { environment, former, nothing } from './programs.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

export const users = 5000;
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');
export const accountId = (i) => id(2, i);
const id = (kind, i) => `${kind}0000000-0000-4000-8000-${String(i).padStart(12, '0')}`;

// Sessions that one measurement of refreshes has to itself.
export const chains = 256;
const seeded = ['users', 'accounts', 'account_members', 'sessions', 'refresh_tokens']
  .map((name) => `latchkey.${name}`)
  .join();

export class Bench {
  #nextChain = 2_000_000;
  #pools = [];

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
    this.nothing = this.#startPool('nothing', nothing);
    if (former !== undefined) this.former = this.#startPool('former', former);
    await this.#configure();
  }

  async stop() {
    for (const pool of this.#pools) pool.kill('SIGTERM');
    await this.latchkey.stop();
  }

  get http() {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  // As many workers of a program as a hot handler has, on a socket of its own.
  #startPool(name, program) {
    const instances = String(handlers.get('auth-verify').instances);
    const pool = spawn(
      'spawn-fcgi',
      ['-n', '-s', this.#socketOf(name), '--', '/usr/bin/multiwatch', '-f', instances]
        .concat(['-s', 'TERM', '--', program]),
      { stdio: 'ignore', env: environment(this) },
    );
    this.#pools.push(pool);
    return pool;
  }

  #socketOf(name) {
    return path.join(realpathSync(path.join(this.latchkey.dir, 'run')), `${name}.sock`);
  }

  // Plain HTTP with the locations of the site, and a Stripe and a token endpoint that take no time.
  async #configure() {
    this.httpPort = this.latchkey.port + 2;
    // What nginx asks the verifier with (location_internal.conf.in), and what it asked a former one with,
    // which took no cookie.
    const asked = `rewrite ^ /api/auth/verify break;
      include latchkey/fastcgi_params.conf;
      fastcgi_param REQUEST_METHOD GET;`;
    const location = (name, upstream, params = '') => `location = /bench/${name} {
      include latchkey/api.conf;
      include latchkey/class_api.conf;
      ${params}
      fastcgi_pass ${upstream};
    }`;
    const nothing = [
      location('nothing', `"unix:${this.#socketOf('nothing')}"`),
      location('former', `"unix:${this.#socketOf('former')}"`, asked),
      location(
        'verify',
        'latchkey-auth-verify',
        `${asked}
        fastcgi_param ASKED_METHOD $latchkey_asked_method;
        fastcgi_param ASKED_URI $request_uri;
        fastcgi_param HTTP_SEC_FETCH_MODE $latchkey_asked_mode if_not_empty;`,
      ),
    ].join('\n');
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
      location = /bench/token {
        proxy_set_body "";
        proxy_set_header X-Form $request_body;
        proxy_pass ${this.http}/bench/id_token;
      }
      location = /bench/id_token {
        default_type application/json;
        if ($http_x_form ~ "(?:^|&)code=([^&]+)") {
          return 200 '{"token_type":"Bearer","access_token":"none","expires_in":3600,"id_token":"$1"}';
        }
      }
    }`;
    await configureGateway(this.latchkey, {
      locations: `access_log off; keepalive_requests 1000000; ${nothing}`,
      server,
    });
  }

  // Users first to last, in a database that has had time to settle. raw: their tokens are pgbench's.
  seed(first, last, { raw = false } = {}) {
    this.#insert(first, last, raw);
    this.psql('-c', `VACUUM ANALYZE ${seeded}`, '-c', 'CHECKPOINT');
  }

  // Other users, `chains` of them for each of `times`, whose first refresh tokens nobody has used yet.
  // -> the number of the first
  seedChains(times = 1, raw = false) {
    const first = this.#nextChain;
    this.#nextChain += times * chains;
    this.#insert(first, this.#nextChain - 1, raw);
    return first;
  }

  #insert(first, last, raw) {
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

  psqlArguments(args) {
    const { host, user, database } = this.latchkey.database;
    return ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', host, '-U', user, '-d', database, ...args];
  }

  psql(...args) {
    const options = { encoding: 'utf8', maxBuffer: 1 << 26 };
    return execFileSync('psql', this.psqlArguments(args), options).trim();
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
        account_id: accountId(i),
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

  // First tokens of chains that are this caller's alone. -> the file
  refreshTokens() {
    const first = this.seedChains();
    return this.file('refresh-tokens', range(first, chains), (i) => sha256(`${i} 0`));
  }
}

export const range = (first, count) => Array.from({ length: count }, (_, i) => first + i);

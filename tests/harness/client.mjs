// An HTTP client of one stack, as an honest user's program would be. Every answer of Latchkey's API
// is held to docs/openapi.yaml unless a test says that it sends nonsense on purpose.
import { createHash, randomBytes } from 'node:crypto';
import https from 'node:https';
import { assertContract, isDescribed } from './contract.mjs';

export const randomToken = (bytes = 32) => randomBytes(bytes).toString('base64url');

export class Client {
  // url: the stack's public URL; ca: PEM of its authority; connections: how many at once; address:
  // of this machine, to come from, where rate limits should take this client for another.
  constructor({ url, ca, connections = 64, address }) {
    this.url = new URL(url);
    this.agent = new https.Agent({ ca, keepAlive: true, maxSockets: connections, localAddress: address });
  }

  close() {
    this.agent.destroy();
  }

  // One request. `body`: an object is sent as JSON, a string or Buffer as it is.
  // -> {status, headers, text, json}; rejects where the connection fails.
  async request(method, path, { headers = {}, body, contract = true } = {}) {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const payload = body === undefined ? undefined : raw ? body : JSON.stringify(body);
    const answer = await new Promise((resolve, reject) => {
      const request = https.request(
        {
          agent: this.agent,
          host: this.url.hostname,
          port: this.url.port,
          method,
          path,
          headers: {
            ...(payload !== undefined && { 'content-type': 'application/json' }),
            ...(payload !== undefined &&
              !headers['transfer-encoding'] && { 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(payload);
    });
    const plainPath = path.split('?')[0];
    if (contract && isDescribed(plainPath)) assertContract(method, plainPath, answer);
    const isJson = /json/.test(answer.headers['content-type'] ?? '');
    return { ...answer, json: isJson ? JSON.parse(answer.text) : undefined };
  }

  get(path, accessToken) {
    const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    return this.request('GET', path, { headers });
  }

  post(path, body, headers = {}) {
    return this.request('POST', path, { body, headers });
  }

  refresh(refreshToken, key) {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return this.post('/api/auth/refresh', { refreshToken }, headers);
  }

  logout(refreshToken, scope) {
    return this.post('/api/auth/logout', { refreshToken, scope });
  }

  session(accessToken) {
    return this.get('/api/auth/session', accessToken);
  }

  // What the browser would send after the provider sent it back: a code of `provider` (one of
  // tests/fakes) for this identity, with the verifier and nonce that belong to it.
  signUpRequest(provider, identity, { presigned = false } = {}) {
    const codeVerifier = randomToken();
    const nonce = randomToken();
    const redirectUri = new URL('/auth/callback', this.url).href;
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const code = provider.issueCode({ identity, nonce, codeChallenge, redirectUri, presigned });
    return { code, codeVerifier, redirectUri, nonce };
  }

  completeSignup(provider, identity) {
    return this.post('/api/auth/complete-signup', this.signUpRequest(provider, identity));
  }
}

let people = 0;
// An identity that nobody else in this run has.
export function somebody(claims = {}) {
  people += 1;
  const name = `person${people}-${randomToken(6)}`;
  return {
    sub: `sub-${name}`,
    email: `${name}@example.com`,
    email_verified: true,
    name,
    ...claims,
  };
}

// What other programs look for at fixed addresses: a certificate authority on port 80, a verifier of
// tokens that knows the issuer alone, and whoever asks for what is not there.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { somebody } from '../harness/client.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';

const challenges = '/.well-known/acme-challenge';
const discovery = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

let latchkey;
before(async () => {
  latchkey = await startLatchkey({ env: { LATCHKEY_DEV_CRON: '0' } });
});
after(() => latchkey?.stop());

// A request to port 80's likeness. -> {status, headers, text}
async function plain(at) {
  const response = await new Promise((resolve, reject) => {
    http.get({ host: 'localhost', port: latchkey.httpPort, path: at }, resolve).on('error', reject);
  });
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

const secure = (at) => latchkey.client.request('GET', at, { contract: false });

test('HSTS is said over TLS, and never over plain HTTP', async () => {
  assert.ok((await secure('/')).headers['strict-transport-security']);
  for (const at of ['/', '/leads', `${challenges}/none`]) {
    const { headers } = await plain(at);
    assert.equal(headers['strict-transport-security'], undefined, at);
    assert.equal(headers['x-content-type-options'], 'nosniff', at);
  }
});

test('a challenge that a webroot client has written is served over plain HTTP', async () => {
  const folder = path.join(latchkey.dir, 'acme', challenges);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'Token-1_x'), 'Token-1_x.thumbprint');

  const { status, headers, text } = await plain(`${challenges}/Token-1_x`);

  assert.equal(status, 200);
  assert.equal(text, 'Token-1_x.thumbprint');
  assert.equal(headers['content-type'], 'text/plain');
});

test('a challenge that nobody has written is a 404, and no redirect', async () => {
  for (const at of [`${challenges}/none`, `${challenges}/`, `${challenges}/../acme-challenge/none`]) {
    assert.equal((await plain(at)).status, 404, at);
  }
});

test('what is not there under /.well-known/ is a 404', async () => {
  for (const name of ['apple-app-site-association', 'acme-challenge/none', 'change-password', 'x/y', '']) {
    assert.equal((await secure(`/.well-known/${name}`)).status, 404, name);
  }
});

test('both addresses of RFC 8414 have the same document, which names nothing that is not there', async () => {
  const [first, second] = await Promise.all(discovery.map(secure));

  assert.equal(first.text, second.text);
  assert.equal(first.status, 200);
  assert.equal(first.headers['content-type'], 'application/json');
  assert.ok(first.headers['strict-transport-security']);
  const { issuer, jwks_uri: jwks, ...rest } = first.json;
  assert.equal(issuer, latchkey.publicUrl);
  assert.equal((await secure(new URL(jwks).pathname)).status, 200);
  assert.deepEqual(Object.keys(rest).filter((name) => /_(endpoint|uri)$/.test(name)), []);
});

// oauth4webapi's fetch, by our client, which trusts the stack's certificate.
const customFetch = async (url, { headers }) => {
  const answer = await latchkey.client.request('GET', new URL(url).pathname, { headers, contract: false });
  return new Response(answer.text, { status: answer.status, headers: { 'content-type': answer.headers['content-type'] } });
};
const options = { [oauth.customFetch]: customFetch };

for (const algorithm of ['oauth2', 'oidc']) {
  test(`a stock middleware verifies a token by the issuer alone (${algorithm})`, async () => {
    const issuer = new URL(latchkey.publicUrl);
    const { json } = await latchkey.client.completeSignup(latchkey.provider, somebody());

    const found = await oauth.discoveryRequest(issuer, { algorithm, ...options });
    const server = await oauth.processDiscoveryResponse(issuer, found);
    const call = new Request('https://app.example.com/', {
      headers: { authorization: `Bearer ${json.accessToken}` },
    });
    const claims = await oauth.validateJwtAccessToken(server, call, latchkey.publicUrl, options);

    assert.equal(claims.sub, json.user.id);
    assert.deepEqual(server.id_token_signing_alg_values_supported, ['ES256']);
  });
}

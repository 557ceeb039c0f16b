// ID tokens of foreign implementations: what jose and node sign with each algorithm we verify by the
// JWK set that they publish, and what is signed wrongly we refuse.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';
const build = path.resolve(root, process.env.LATCHKEY_BUILD_DIR ?? `build/${preset}`);
const tool = path.join(build, 'tests/id_token_tool');
const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
// The type that OpenSSL gives a key, by algorithm: RS256 and PS256 share theirs.
const isSameType = (one, other) => one === other || [one, other].sort().join() === 'PS256,RS256';

let directory;
const pairs = {};
const others = {};

before(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'latchkey-id-token-'));
  for (const alg of algorithms) {
    pairs[alg] = await generateKeyPair(alg, { extractable: true });
    others[alg] = await generateKeyPair(alg, { extractable: true });
  }
});
after(() => rmSync(directory, { recursive: true, force: true }));

const judged = (token, keys) => {
  const file = path.join(directory, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys }));
  const { status, stdout } = spawnSync(tool, [file], { input: token, encoding: 'utf8' });
  assert.ok(status === 0 || status === 1, `id_token_tool ended with ${status}`);
  return { taken: status === 0, said: stdout.trim() };
};
const refused = (token, keys, why) => assert.equal(judged(token, keys).taken, false, why);

const signed = (alg, key, header = {}) =>
  new SignJWT({ sub: 'ada', email: 'ada@example.com' })
    .setProtectedHeader({ alg, kid: alg, ...header }).sign(key);
const jwk = async (pair, kid, more = {}) => ({ ...(await exportJWK(pair.publicKey)), kid, ...more });
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('ID tokens of each algorithm are verified by the published set, with and without a kid', async () => {
  const all = await Promise.all(algorithms.map((alg) => jwk(pairs[alg], alg, { alg, use: 'sig' })));
  for (const alg of algorithms) {
    const { taken, said } = judged(await signed(alg, pairs[alg].privateKey), all);
    assert.ok(taken, `${alg}: ${said}`);
    assert.deepEqual(JSON.parse(said), { sub: 'ada', email: 'ada@example.com' });

    const without = judged(await signed(alg, pairs[alg].privateKey, { kid: undefined }), all);
    assert.ok(without.taken, `${alg} without kid: ${without.said}`);
  }
});

test('the key of another does not verify', async () => {
  for (const alg of algorithms) {
    refused(await signed(alg, others[alg].privateKey), [await jwk(pairs[alg], alg)], alg);
  }
});

test('a changed payload does not verify', async () => {
  for (const alg of algorithms) {
    const [header, , signature] = (await signed(alg, pairs[alg].privateKey)).split('.');
    const changed = [header, part({ sub: 'eve' }), signature].join('.');
    refused(changed, [await jwk(pairs[alg], alg)], alg);
  }
});

test('a key of another type verifies nothing, whatever the set calls it', async () => {
  for (const alg of algorithms) {
    for (const other of algorithms.filter((name) => !isSameType(name, alg))) {
      const token = await signed(alg, pairs[alg].privateKey);
      refused(token, [await jwk(pairs[other], alg)], `${alg} by the key of ${other}`);
      refused(token, [await jwk(pairs[other], alg, { alg })], `${alg} by one of ${other} so named`);
    }
  }
});

test('a signature made with one algorithm under the name of another is refused', async () => {
  for (const alg of algorithms) {
    for (const named of algorithms.filter((name) => name !== alg)) {
      const [, payload, signature] = (await signed(alg, pairs[alg].privateKey)).split('.');
      const token = [part({ alg: named, kid: alg }), payload, signature].join('.');
      refused(token, [await jwk(pairs[alg], alg)], `${alg} named ${named}`);
    }
  }
});

test('a key for one algorithm does not serve another of its type', async () => {
  const token = await signed('PS256', pairs.PS256.privateKey);
  refused(token, [await jwk(pairs.PS256, 'PS256', { alg: 'RS256' })]);
});

test('HMAC with the public key as its secret is refused', async () => {
  for (const alg of algorithms) {
    const published = await jwk(pairs[alg], alg);
    const pem = await exportSPKI(pairs[alg].publicKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(published), published.x ?? published.n]) {
      for (const named of ['HS256', alg]) {
        const text = `${part({ alg: named, kid: alg })}.${part({ sub: 'eve' })}`;
        const mac = createHmac('sha256', secret).update(text).digest('base64url');
        refused(`${text}.${mac}`, [published], `${alg} ${named}`);
      }
    }
  }
});

test('unsigned tokens are refused', async () => {
  const token = new UnsecuredJWT({ sub: 'eve' }).encode();
  for (const alg of algorithms) {
    const published = [await jwk(pairs[alg], alg)];
    refused(token, published);
    refused(`${part({ alg, kid: alg })}.${part({ sub: 'eve' })}.`, published);
    refused(`${part({ alg: 'none', kid: alg })}.${part({ sub: 'eve' })}.AA`, published);
  }
});

test('without a kid two keys that fit are one too many', async () => {
  for (const alg of algorithms) {
    const token = await signed(alg, pairs[alg].privateKey, { kid: undefined });
    refused(token, [await jwk(pairs[alg], 'a'), await jwk(others[alg], 'b')], alg);
  }
});

test('ECDSA in DER and PSS with another length of salt are refused', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forms = [
    ['ES256', ec, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }, true],
    ['ES256', ec, { key: ec.privateKey, dsaEncoding: 'der' }, false],
    ['PS256', rsa, { key: rsa.privateKey, padding: 6, saltLength: 32 }, true],
    ['PS256', rsa, { key: rsa.privateKey, padding: 6, saltLength: 20 }, false],
  ];
  for (const [alg, pair, key, isRight] of forms) {
    const text = `${part({ alg, kid: alg })}.${part({ sub: 'ada' })}`;
    const signature = sign('sha256', Buffer.from(text), key).toString('base64url');
    const published = { ...pair.publicKey.export({ format: 'jwk' }), kid: alg };
    assert.equal(judged(`${text}.${signature}`, [published]).taken, isRight, alg);
  }
});

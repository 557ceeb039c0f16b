// An OpenID provider for tests: stateful, fast, and able to misbehave. Plain Node. It signs in
// whoever the test says, without a page. (The provider of ./dev up is local-provider.mjs.)
//
//   const provider = await startOpenIdProvider();
//   provider.misbehave('wrongNonce');                    // every token from now on
//   provider.misbehave('slow', {at: 'token', ms: 200});  // one endpoint
//   provider.behave();                                   // all is well again
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { isClient } from './openid/client-auth.mjs';
import { grantOf, newCode } from './openid/codes.mjs';
import { httpFaults, send } from './http-faults.mjs';
import { idClaims, makeIdToken, tokenFaults } from './openid/id-token.mjs';
import { SigningKeys } from './openid/signing-keys.mjs';

const endpoints = {
  '/.well-known/openid-configuration': 'discovery',
  '/authorize': 'authorize',
  '/token': 'token',
  '/jwks': 'jwks',
  '/userinfo': 'userinfo',
};

const ada = { sub: 'sub-ada', email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' };

const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

class OpenIdProvider {
  // How often each endpoint was asked; `redirected` counts who followed a redirect.
  requests = {};
  tokenEndpoint; // what the discovery document says, where it is not its own
  takesAuth; // the ways of client authentication that it takes, where not those that it lists
  signsIdTokens; // async (claims) -> token: another implementation in the place of its own
  publishedKeys = []; // JWKs beside its own
  userinfoClaims = []; // names of the claims that it keeps for userinfo
  #options;
  #server;
  #presigned = new Map(); // code -> grant
  #spent = new Set(); // codes
  #keys = new SigningKeys();
  #faults = new Map(); // name -> options
  #identity = ada;

  constructor(options) {
    this.#options = options;
    this.resetRequests();
  }

  async start() {
    const { tls, port } = this.#options;
    const listener = (request, response) =>
      this.#serve(request, response).catch(() => response.destroy());
    this.#server = tls ? https.createServer(tls, listener) : http.createServer(listener);
    this.#server.keepAliveTimeout = 60_000;
    this.#server.listen(this.port ?? port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = this.#server.address().port;
    this.issuer = `${tls ? 'https' : 'http'}://${this.#options.host}:${this.port}`;
  }

  // Connections are refused until start() is called again; what it knows stays.
  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  get clientId() {
    return this.#options.clientId;
  }

  get clientSecret() {
    return this.#options.clientSecret;
  }

  // As when the operator makes a new one in the console, and takes the former away.
  set clientSecret(secret) {
    this.#options.clientSecret = secret;
  }

  // Who signs in at /authorize: claims of the ID token (sub, email, email_verified, name, picture,
  // hd).
  signIn(identity) {
    this.#identity = { email_verified: true, ...identity };
  }

  // A code without a browser. presigned: the code is the ID token itself, signed here, so that a load
  // test measures something else than this process; `tokenEndpoint` may then be another program's, that
  // gives back what it is given.
  issueCode({ identity = this.#identity, nonce, codeChallenge, redirectUri, presigned = false }) {
    const grant = { identity, nonce, codeChallenge, redirectUri };
    if (!presigned) return newCode(grant);
    const idToken = this.#idToken(grant);
    this.#presigned.set(idToken, { ...grant, idToken });
    return idToken;
  }

  // name: one of openid/id-token.mjs (wrongNonce, expired, hs256 …), or of http-faults.mjs
  // (reset, http500, slow, hang …) with {at: 'discovery' | 'authorize' | 'token' | 'jwks'}, all
  // endpoints where absent.
  misbehave(name, options = {}) {
    if (!tokenFaults.includes(name) && !(name in httpFaults)) throw new Error(`no fault ${name}`);
    this.#faults.set(name, options);
  }

  behave() {
    this.#faults.clear();
  }

  rotateKeys(options) {
    this.#keys.rotate(options);
  }

  resetRequests() {
    this.requests = { discovery: 0, authorize: 0, token: 0, jwks: 0, redirected: 0 };
  }

  async #serve(request, response) {
    const url = new URL(request.url, this.issuer);
    const endpoint = endpoints[url.pathname];
    if (url.pathname === '/redirected') this.requests.redirected += 1;
    if (!endpoint) return send(response, { status: 404 });
    this.requests[endpoint] = (this.requests[endpoint] ?? 0) + 1;
    const body = await readBody(request);
    for (const [name, { at, ms }] of this.#faults) {
      if (!(name in httpFaults) || (at ?? endpoint) !== endpoint) continue;
      const answer = await this.#answer(endpoint, request, url, body);
      return httpFaults[name]({ request, response, answer, origin: this.issuer, ms });
    }
    return send(response, await this.#answer(endpoint, request, url, body));
  }

  #answer(endpoint, request, url, body) {
    if (endpoint === 'discovery') return json(200, this.#metadata());
    if (endpoint === 'jwks') {
      return json(200, { keys: [...this.#keys.jwks().keys, ...this.publishedKeys] });
    }
    if (endpoint === 'userinfo') return this.#userinfo(request.headers.authorization);
    if (endpoint === 'authorize') return this.#authorize(url.searchParams);
    if (request.method !== 'POST') return json(405, { error: 'invalid_request' });
    return this.#token(request.headers.authorization, new URLSearchParams(body));
  }

  #metadata() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: this.tokenEndpoint ?? `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: this.#options.authMethods,
    };
  }

  // Signs in whoever signIn() named, without asking.
  #authorize(query) {
    const redirectUri = query.get('redirect_uri');
    const isRight =
      query.get('client_id') === this.clientId &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      query.get('scope')?.split(' ').includes('openid') &&
      query.has('code_challenge') &&
      URL.canParse(redirectUri);
    if (!isRight) return json(400, { error: 'invalid_request' });
    const nonce = query.get('nonce') ?? undefined;
    const codeChallenge = query.get('code_challenge');
    const location = new URL(redirectUri);
    location.searchParams.set('code', this.issueCode({ nonce, codeChallenge, redirectUri }));
    if (query.has('state')) location.searchParams.set('state', query.get('state'));
    return { status: 302, headers: { location: location.href } };
  }

  async #token(authorization, form) {
    const authMethods = this.takesAuth ?? this.#options.authMethods;
    if (!isClient({ ...this.#options, authMethods }, authorization, form)) {
      return json(401, { error: 'invalid_client' });
    }
    if (form.get('grant_type') !== 'authorization_code') {
      return json(400, { error: 'unsupported_grant_type' });
    }
    const code = form.get('code') ?? '';
    const grant = this.#redeem(code);
    const challenge = sha256(form.get('code_verifier') ?? '');
    if (
      !grant ||
      grant.redirectUri !== form.get('redirect_uri') ||
      grant.codeChallenge !== challenge
    ) {
      return json(400, { error: 'invalid_grant' });
    }
    return json(200, {
      access_token: newCode({ identity: grant.identity }),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid email profile',
      id_token: grant.idToken ?? (await this.signsIdTokens?.(this.#claims(grant))) ?? this.#idToken(grant),
    });
  }

  // What a code stands for; it is good once, whatever comes of it.
  #redeem(code) {
    if (this.#spent.has(code)) return undefined;
    this.#spent.add(code);
    return this.#presigned.get(code) ?? grantOf(code);
  }

  #userinfo(authorization) {
    const { identity } = grantOf(authorization?.replace('Bearer ', '') ?? '') ?? {};
    if (identity === undefined) return json(401, { error: 'invalid_token' });
    return json(200, { ...identity, ...(this.#faults.has('noEmail') && { email: undefined }) });
  }

  #claims({ identity, nonce }) {
    const { issuer, clientId } = this;
    const claims = idClaims({ issuer, clientId, nonce, identity });
    for (const name of this.userinfoClaims) delete claims[name];
    return claims;
  }

  #idToken(grant) {
    const context = { keys: this.#keys, clientSecret: this.clientSecret };
    const faults = [...this.#faults.keys()];
    return makeIdToken({ claims: this.#claims(grant), faults, context });
  }
}

// tls: {key, cert} as PEM for https. host: the name in the issuer; the server is on 127.0.0.1.
// port: 0 takes any free one. authMethods: how clients may prove themselves.
export async function startOpenIdProvider({
  tls,
  port = 0,
  host = '127.0.0.1',
  clientId = 'latchkey-test',
  clientSecret = 'latchkey-test-secret',
  authMethods = ['client_secret_basic', 'client_secret_post'],
} = {}) {
  const provider = new OpenIdProvider({ tls, port, host, clientId, clientSecret, authMethods });
  await provider.start();
  return provider;
}

// One test of a real OpenID provider: it is started as its documentation says, a user signs in on its own
// pages, and the real worker takes the code. A file a provider; ./dev test providers runs them all.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, openSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, randomToken } from '../harness/client.mjs';
import { startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';
import { Browser } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
// What ./dev downloads for these tests.
export const downloads = path.join(root, '.dev/providers');

export const registration = {
  clientId: 'latchkey',
  // What a form encodes differs from what a URL does.
  clientSecret: 'a+secret %with: every/thing-7Jw2',
  redirectUri: 'https://app.example/auth/callback',
};
export const ada = { sub: 'ada', email: 'ada@example.com', name: 'Ada Lovelace', password: 'a-long-password-1' };

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// A program that serves `issuer`. -> stop(); rejects where it ends before it answers.
export async function startProgram(name, command, args, { issuer, ...options }) {
  const log = path.join(root, '.dev/test/providers', `${name}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const program = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const isOver = () => program.exitCode !== null || program.signalCode !== null;
  const stop = async () => {
    if (!isOver()) process.kill(-program.pid, 'SIGTERM');
    await ended;
  };
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answers = () => fetch(discovery).then(({ ok }) => ok, () => false);
  try {
    await eventually(() => isOver() || answers(), { timeout: 600_000, every: 200 });
  } catch (error) {
    await stop();
    throw error;
  }
  if (isOver()) throw new Error(`${name} ended; its log is ${log}`);
  return stop;
}

function authorizationUrl(config, { state, nonce, codeVerifier }, more) {
  const url = new URL(config.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: registration.redirectUri,
    scope: config.scope,
    state,
    nonce,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

// As the page does it. -> what came back to the callback, and what the worker answers to the code
async function signIn(client, answers, more = {}) {
  const { json: config } = await client.get('/api/auth/config');
  const own = { state: randomToken(), nonce: randomToken(), codeVerifier: randomToken() };
  const callback = await new Browser().signIn(authorizationUrl(config, own, more), registration.redirectUri, answers);
  assert.equal(callback.get('state'), own.state);
  if (callback.has('iss')) assert.equal(callback.get('iss'), config.issuer);
  const { codeVerifier, nonce } = own;
  const { redirectUri } = registration;
  const code = callback.get('code');
  if (code === null) return { callback };
  return { callback, answer: await client.post('/api/auth/complete-signup', { code, codeVerifier, redirectUri, nonce }) };
}

// start(registration) -> {issuer, answers: what Ada types, stop, env: LATCHKEY_* that it takes}
export function testProvider(name, start) {
  test(`${name}: a user signs up and signs in`, async (t) => {
    const provider = await start(registration);
    t.after(() => provider.stop());
    const stack = await startStack({
      env: {
        LATCHKEY_OIDC_ISSUER: provider.issuer,
        LATCHKEY_OIDC_CLIENT_ID: registration.clientId,
        LATCHKEY_OIDC_CLIENT_SECRET: provider.clientSecret ?? registration.clientSecret,
        LATCHKEY_OIDC_REDIRECT_URIS: registration.redirectUri,
        ...provider.env,
      },
    });
    t.after(() => stack.stop());
    const client = new Client(stack);
    t.after(() => client.close());

    const first = await signIn(client, provider.answers);
    assert.equal(first.answer?.status, 200, `${first.callback} ${first.answer?.text} ${stack.log('auth-complete-signup').slice(-600)}`);
    assert.equal(first.answer.json.created, true);
    assert.equal(first.answer.json.user.email, ada.email);

    const again = await signIn(client, provider.answers);
    assert.equal(again.answer.json.created, false);
    assert.equal(again.answer.json.user.id, first.answer.json.user.id);

    // What the page falls back to where a provider refuses the prompt.
    const chosen = await signIn(client, provider.answers, { prompt: 'select_account' });
    t.diagnostic(`select_account: ${chosen.callback.get('error') ?? 'taken'}`);
    if (chosen.answer) assert.equal(chosen.answer.status, 200);
    else assert.equal(chosen.callback.get('error'), 'invalid_request');
  });
}

// The OpenID provider of ./dev up: oidc-provider (certified) with a sign-in page where any e-mail
// can be typed. For development only; everything it knows is in its memory. An account's sub is
// made from its e-mail, so it is the same after a restart.
//
//   LATCHKEY_OIDC_CLIENT_ID=… LATCHKEY_OIDC_CLIENT_SECRET[_FILE]=… LATCHKEY_OIDC_REDIRECT_URIS=… \
//     node local-provider.mjs [--port N]       prints one line when it is ready, ends on SIGTERM
//
// Its address is http://127.0.0.1 and not localhost: the application's Strict-Transport-Security
// holds for every port of its host, and would turn http://localhost here into https.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Provider, { errors, interactionPolicy } from 'oidc-provider';
import { MemoryAdapter } from './local/memory-adapter.mjs';
import { errorPage, signInPage } from './local/pages.mjs';

const scope = 'openid email profile';
const minute = 60;
const maxKnown = 5;

export const subjectOf = (email) => createHash('sha256').update(email.toLowerCase()).digest('hex');

// Everybody who signed in, the last one last.
class Accounts {
  #claims = new Map();

  // Name and picture are kept from the last time where they are left out.
  signIn({ email, name, picture }) {
    const sub = subjectOf(email);
    const given = { ...(name && { name }), ...(picture && { picture }) };
    const claims = { ...this.#claims.get(sub), sub, email, email_verified: true, ...given };
    this.#claims.delete(sub);
    this.#claims.set(sub, claims);
    return sub;
  }

  find(sub) {
    const claims = this.#claims.get(sub);
    return claims && { accountId: sub, claims: () => claims };
  }

  known() {
    return [...this.#claims.values()].map(({ email }) => email).slice(-maxKnown).reverse();
  }
}

// The page is shown at each sign-in, so that the next one can be somebody else; nobody is asked
// for consent.
function policy() {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  prompts.remove('consent');
  prompts.get('login').checks.add(
    new Check('every_time', 'End-User authentication is required', (ctx) =>
      ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
    ),
  );
  return prompts;
}

async function grantEverything({ oidc }) {
  const { accountId } = oidc.session;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}

function configuration({ clientId, clientSecret, redirectUris, accounts }) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    clientAuthMethods: ['client_secret_post'],
    clientBasedCORS: () => false,
    conformIdTokenClaims: false, // all claims in the ID token, as Google has them
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    findAccount: (_, sub) => accounts.find(sub),
    interactions: { policy: policy(), url: (_, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    loadExistingGrant: grantEverything,
    pkce: { required: () => true },
    renderError: (ctx, { error, error_description: description }) => {
      const { headers, body } = errorPage(ctx.status, description ?? error);
      ctx.set(headers);
      ctx.body = body;
    },
    responseTypes: ['code'],
    scopes: scope.split(' '),
    ttl: {
      AccessToken: 60 * minute,
      AuthorizationCode: minute,
      Grant: 60 * minute,
      IdToken: 60 * minute,
      Interaction: 60 * minute,
      Session: 60 * minute,
    },
  };
}

function send(response, { status, headers, body }) {
  response.writeHead(status, headers);
  response.end(body);
}

async function readForm(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

function fault({ email = '', picture = '' }) {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320) return 'This is not an e-mail address.';
  if (picture !== '' && !picture.startsWith('https://')) return 'A picture has an https address.';
  return undefined;
}

// The sign-in page behind /interaction/…: shown by GET, sent by POST.
async function interact({ provider, accounts, redirectUris }, request, response) {
  await provider.interactionDetails(request, response); // throws where there is none
  const application = new URL(redirectUris[0]).host;
  const known = accounts.known();
  if (request.method !== 'POST') return send(response, signInPage({ application, known }));

  const entered = await readForm(request);
  if (entered.action === 'cancel') {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  const wrong = fault(entered);
  if (wrong) return send(response, signInPage({ application, known, entered, wrong }));
  const login = { accountId: accounts.signIn(entered), remember: false };
  return provider.interactionFinished(request, response, { login });
}

// port: 0 takes any free one. -> {issuer, port, stop()}
export async function startLocalProvider({ clientId, clientSecret, redirectUris, port = 0 }) {
  const server = http.createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;

  const accounts = new Accounts();
  const settings = configuration({ clientId, clientSecret, redirectUris, accounts });
  const provider = new Provider(issuer, settings);
  provider.on('server_error', (_, error) => console.error(error));
  const serve = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return serve(request, response);
    return interact({ provider, accounts, redirectUris }, request, response).catch((error) => {
      const isExpired = error instanceof errors.SessionNotFound;
      if (!isExpired) console.error(error);
      const reason = isExpired ? 'This sign-in has expired.' : 'Something went wrong here.';
      send(response, errorPage(isExpired ? 400 : 500, reason));
    });
  });

  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { issuer, port: server.address().port, stop };
}

// The variable, or the file that its _FILE names.
function setting(name) {
  const value = process.env[name] ?? readSecret(process.env[`${name}_FILE`]);
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
const readSecret = (path) => path && readFileSync(path, 'utf8').replace(/\n$/, '');

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const provider = await startLocalProvider({
    clientId: setting('LATCHKEY_OIDC_CLIENT_ID'),
    clientSecret: setting('LATCHKEY_OIDC_CLIENT_SECRET'),
    redirectUris: setting('LATCHKEY_OIDC_REDIRECT_URIS').split(',').map((uri) => uri.trim()),
    port: Number(values.port),
  });
  console.log(`ready: ${provider.issuer}`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => provider.stop());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`local-provider: ${error.message}`);
    process.exitCode = 1;
  });
}

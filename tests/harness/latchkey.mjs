// A whole Latchkey for one test file, or for several: a stack (`./dev up`), an OpenID provider that can
// misbehave, a client, and the database as its owner sees it.
import pg from 'pg';
import { newCode } from '../fakes/openid/codes.mjs';
import { startOpenIdProvider } from '../fakes/openid-provider.mjs';
import { Client } from './client.mjs';
import { shared, sharedStack, startStack } from './stack.mjs';

// env: LATCHKEY_* settings of this stack, beside those of the provider. connections: to Postgres.
export async function startLatchkey({ env = {}, connections } = {}) {
  const provider = await startOpenIdProvider();
  try {
    const stack = await startStack({
      env: {
        LATCHKEY_OIDC_ISSUER: provider.issuer,
        LATCHKEY_OIDC_CLIENT_ID: provider.clientId,
        LATCHKEY_OIDC_CLIENT_SECRET: provider.clientSecret,
        ...env,
      },
    });
    return latchkeyOf(stack, provider, connections);
  } catch (error) {
    await provider.stop();
    throw error;
  }
}

// The one of tests/harness/with-stack.mjs, which other files use at the same time: for tests that have
// users of their own and change nothing else. Where there is none, one of its own. Its provider only
// signs in.
export async function sharedLatchkey({ connections } = {}) {
  if (shared?.issuer === undefined) return startLatchkey({ connections });
  const provider = { issuer: shared.issuer, issueCode: newCode, stop: () => {} };
  return latchkeyOf(await sharedStack(), provider, connections);
}

function latchkeyOf(stack, provider, connections = 4) {
  const client = new Client(stack);
  const pool = new pg.Pool({ ...stack.database, max: connections });
  pool.on('error', () => {}); // a test that restarts Postgres takes idle connections away
  return {
    ...stack,
    provider,
    client,
    sql: async (text, values) => (await pool.query(text, values)).rows,
    async stop() {
      client.close();
      await pool.end();
      await stack.stop();
      await provider.stop();
    },
  };
}

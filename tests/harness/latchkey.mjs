// A whole Latchkey for one test file: a stack of its own (`./dev up`), an OpenID provider that can
// misbehave, a client, and the database as its owner sees it.
import pg from 'pg';
import { startOpenIdProvider } from '../fakes/openid-provider.mjs';
import { Client } from './client.mjs';
import { startStack } from './stack.mjs';

// env: LATCHKEY_* settings of this stack, beside those of the provider. connections: to Postgres.
export async function startLatchkey({ env = {}, connections = 4 } = {}) {
  const provider = await startOpenIdProvider();
  let stack;
  try {
    stack = await startStack({
      env: {
        LATCHKEY_OIDC_ISSUER: provider.issuer,
        LATCHKEY_OIDC_CLIENT_ID: provider.clientId,
        LATCHKEY_OIDC_CLIENT_SECRET: provider.clientSecret,
        ...env,
      },
    });
  } catch (error) {
    await provider.stop();
    throw error;
  }
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

// A Latchkey that was installed from its package in a box, by the steps of docs/operations.md, with
// an OpenID provider on the loopback that test and box share.
import { startOpenIdProvider } from '../fakes/openid-provider.mjs';
import { installPackage } from './box.mjs';
import { Client } from './client.mjs';
import { eventually } from './wait.mjs';

export const publicUrl = 'https://localhost';

// Sets KEY=VALUE lines in the configuration file, whether or not it has them.
export async function configure(box, settings) {
  const file = '/etc/latchkey/latchkey.conf';
  const others = (await box.read(file))
    .split('\n')
    .filter((line) => !Object.keys(settings).some((key) => line.startsWith(`${key}=`)));
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  await box.write(file, [...others, ...lines, ''].join('\n'));
}

// The steps of a first install. `settings`: further configuration; `setup`: further arguments of
// `latchkey setup`. -> {box, provider, client, setup: what it printed, stop}
export async function installLatchkey(box, { deb, settings = {}, setup = [] } = {}) {
  const provider = await startOpenIdProvider();
  try {
    await installPackage(box, deb);
    await configure(box, {
      LATCHKEY_PUBLIC_URL: publicUrl,
      LATCHKEY_OIDC_ISSUER: provider.issuer,
      LATCHKEY_OIDC_CLIENT_ID: provider.clientId,
      LATCHKEY_OIDC_REDIRECT_URIS: `${publicUrl}/auth/callback`,
      ...settings,
    });
    await box.write('/etc/latchkey/secrets/LATCHKEY_OIDC_CLIENT_SECRET', provider.clientSecret, '0600');
    const said = await box.do('latchkey', ['setup', ...setup]);
    await box.shell('nginx -t -q && systemctl reload nginx');
    const ca = await box.read('/etc/latchkey/tls/fullchain.pem');
    const client = new Client({ url: publicUrl, ca });
    // A reload returns before nginx listens on the new site's port.
    await eventually(() => client.get('/api/health').catch(() => undefined));
    return {
      box,
      provider,
      client,
      said,
      sql: (text) => box.do('psql', ['-XAtqc', text, 'latchkey'], { user: 'postgres' }),
      async stop() {
        client.close();
        await provider.stop();
      },
    };
  } catch (error) {
    await provider.stop();
    throw error;
  }
}

import { beforeEach, describe, expect, it } from 'vitest';
import { SignInError } from '../errors';
import { systemRandom } from '../runtime/random';
import { MemoryStorage } from '../runtime/storage';
import { SignIn } from './sign-in';

const CONFIG = {
  issuer: 'https://id.example',
  authorizationEndpoint: 'https://id.example/authorize?tenant=1',
  clientId: 'client-1',
  scope: 'openid email profile',
  refreshTransport: 'body',
};

let storage: MemoryStorage;
let posted: unknown[];
let config: Record<string, unknown>;
let asksForAccount: boolean;

beforeEach(() => {
  storage = new MemoryStorage();
  posted = [];
  config = CONFIG;
  asksForAccount = false;
});

function signIn(): SignIn {
  return new SignIn({
    fetch: async (url, init) => {
      if (url === '/api/auth/config') return Response.json(config);
      posted.push(JSON.parse(String(init.body)));
      return Response.json({ accessToken: 'a', created: true });
    },
    storage,
    random: systemRandom,
    subtle: crypto.subtle,
    origin: 'https://app.example',
    asksForAccount: () => asksForAccount,
  });
}

async function begin(returnTo: string | null = null): Promise<URLSearchParams> {
  return new URL(await signIn().begin(returnTo)).searchParams;
}

describe('beginning', () => {
  it('asks the provider for a code with PKCE, state and nonce', async () => {
    const asked = await begin();

    expect(Object.fromEntries(asked)).toMatchObject({
      tenant: '1',
      response_type: 'code',
      client_id: 'client-1',
      scope: 'openid email profile',
      redirect_uri: 'https://app.example/auth/callback',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    }
  });

  it('uses new secrets each time', async () => {
    const [one, two] = [await begin(), await begin()];

    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.get(name)).not.toBe(two.get(name));
    }
  });

  it('goes to no address but a web address', async () => {
    config = { ...CONFIG, authorizationEndpoint: 'javascript:alert(1)' };

    await expect(signIn().begin(null)).rejects.toThrow(SignInError);
  });
});

describe('asking for the account', () => {
  const callback = (asked: URLSearchParams, error: string) =>
    new URLSearchParams({ state: asked.get('state') ?? '', error });

  it('is left to the provider, but after a sign-out', async () => {
    expect((await begin()).has('prompt')).toBe(false);

    asksForAccount = true;
    expect((await begin()).get('prompt')).toBe('select_account');
  });

  it('takes a lesser prompt where the provider does not know one, and goes on without any', async () => {
    asksForAccount = true;
    const first = await begin('/devices');

    const second = await signIn().retryAfter(callback(first, 'invalid_request'));
    const asked = new URL(second ?? '').searchParams;
    expect(asked.get('prompt')).toBe('login');
    expect(asked.get('state')).not.toBe(first.get('state'));

    const third = await signIn().retryAfter(callback(asked, 'invalid_request'));
    const last = new URL(third ?? '').searchParams;
    expect(last.has('prompt')).toBe(false);
    expect(signIn().pendingReturnPath()).toBe('/devices');
    expect(await signIn().retryAfter(callback(last, 'invalid_request'))).toBeNull();
  });

  it('does not begin again after another error, or for another sign-in', async () => {
    asksForAccount = true;
    const asked = await begin();

    expect(await signIn().retryAfter(callback(asked, 'access_denied'))).toBeNull();
    const forged = new URLSearchParams({ state: 'forged', error: 'invalid_request' });
    expect(await signIn().retryAfter(forged)).toBeNull();
  });
});

describe('completing', () => {
  it('sends the code with the verifier of its challenge, and returns to where it began', async () => {
    const asked = await begin('/devices?x=1');

    const done = await signIn().complete(
      new URLSearchParams({ code: 'c1', state: asked.get('state') ?? '', iss: CONFIG.issuer }),
    );

    expect(done).toMatchObject({ returnPath: '/devices?x=1', signedIn: { created: true } });
    const [body] = posted as [{ codeVerifier: string }];
    expect(body).toMatchObject({
      code: 'c1',
      redirectUri: 'https://app.example/auth/callback',
      nonce: asked.get('nonce'),
    });
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(body.codeVerifier),
    );
    expect(Buffer.from(digest).toString('base64url')).toBe(asked.get('code_challenge'));
  });

  it('works once', async () => {
    const asked = await begin();
    const callback = new URLSearchParams({ code: 'c1', state: asked.get('state') ?? '' });
    await signIn().complete(callback);

    await expect(signIn().complete(callback)).rejects.toMatchObject({ code: 'sign_in_unknown' });
    expect(posted).toHaveLength(1);
  });

  it('refuses another state, and leaves the real sign-in alone', async () => {
    const asked = await begin();
    const forged = new URLSearchParams({ code: 'evil', state: 'forged' });

    await expect(signIn().complete(forged)).rejects.toMatchObject({ code: 'sign_in_unknown' });

    const real = new URLSearchParams({ code: 'c1', state: asked.get('state') ?? '' });
    await expect(signIn().complete(real)).resolves.toBeDefined();
  });

  it.each([
    ['a refusal by the user', { error: 'access_denied' }, 'sign_in_refused'],
    ['a missing code', {}, 'sign_in_refused'],
    ['another issuer', { code: 'c', iss: 'https://evil.example' }, 'sign_in_wrong_issuer'],
  ])('reports %s', async (_name, parameters, code) => {
    const asked = await begin();
    const callback = new URLSearchParams({ state: asked.get('state') ?? '', ...parameters });

    await expect(signIn().complete(callback)).rejects.toMatchObject({ code });
    expect(posted).toHaveLength(0);
  });

  it('takes a damaged memory for none', async () => {
    storage.setItem('latchkey.signIn', '{"state":');

    const callback = new URLSearchParams({ code: 'c', state: 's' });

    await expect(signIn().complete(callback)).rejects.toMatchObject({ code: 'sign_in_unknown' });
  });
});

describe('a browser that denies storage', () => {
  const denied = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };

  it('is told apart from a sign-in that has expired', async () => {
    storage = { getItem: denied, setItem: denied, removeItem: denied } as never;

    await expect(signIn().begin('/')).rejects.toMatchObject({ code: 'storage_denied' });
    const callback = new URLSearchParams({ code: 'c', state: 's' });
    await expect(signIn().complete(callback)).rejects.toMatchObject({ code: 'storage_denied' });
    expect(signIn().pendingReturnPath()).toBe('/');
    expect(posted).toEqual([]);
  });
});

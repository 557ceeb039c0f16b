import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem, session, tokens } from './testing/fake-api';
import { openApp } from './testing/open-app';

const COMPLETE = 'POST /api/auth/complete-signup';

/** Leaves a sign-in under way in this tab and returns the state that its callback needs. */
async function beginSignIn(returnTo = '/'): Promise<string> {
  const opened = openApp(`/login?returnTo=${encodeURIComponent(returnTo)}`, { signedIn: false });
  await opened.user.click(await screen.findByRole('button', { name: 'Continue with Google' }));
  await waitFor(() => expect(opened.visited).toHaveLength(1));
  opened.unmount();
  return new URL(opened.visited[0] ?? '').searchParams.get('state') ?? '';
}

describe('without a session', () => {
  it('every page leads to the sign-in page, which knows the way back', async () => {
    openApp('/devices?x=1', { signedIn: false });

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(location.pathname + location.search).toBe('/login?returnTo=%2Fdevices%3Fx%3D1');
    expect(document.title).toBe('Sign in · Latchkey');
  });

  it.each(['/', '/dashboard'])('%s needs no way back: the sign-in leads there', async (path) => {
    openApp(path, { signedIn: false });

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(location.pathname + location.search).toBe('/login');
  });

  it('the button leads to the provider', async () => {
    const { user, visited } = openApp('/login', { signedIn: false });

    await user.click(await screen.findByRole('button', { name: 'Continue with Google' }));

    await waitFor(() => expect(visited[0]).toMatch(/^https:\/\/accounts\.google\.com\//));
  });

  it('the button has no one’s name when the provider isn’t Google', async () => {
    const api = new FakeApi().on('GET /api/auth/config', () =>
      Response.json({
        issuer: 'https://id.example',
        authorizationEndpoint: 'https://id.example/a',
      }),
    );

    openApp('/login', { api, signedIn: false });

    await screen.findByRole('button', { name: 'Continue with single sign-on' });
  });

  it('a provider that can’t be asked for is a message beside the button, to be tried again', async () => {
    const api = new FakeApi().on('GET /api/auth/config', () => problem(400, 'odd_failure'));
    const { user } = openApp('/login', { api, signedIn: false });

    await user.click(await screen.findByRole('button', { name: /Continue/ }));

    expect(await screen.findByRole('alert')).toHaveTextContent('Server says: odd_failure.');
    expect(screen.getByRole('alert')).toHaveTextContent('req-42');
    expect(screen.getByRole('button', { name: /Continue/ })).toBeEnabled();
  });
});

describe('the callback page', () => {
  it('signs in, forgets the code in the address and goes where the user wanted', async () => {
    const state = await beginSignIn('/devices');
    const api = new FakeApi().on(COMPLETE, () => Response.json({ ...tokens(), ...session }));

    openApp(`/auth/callback?code=c1&state=${state}`, { api, signedIn: false });
    expect(location.search).toBe('');

    await screen.findByRole('heading', { name: 'Devices' });
    expect(location.pathname).toBe('/devices');
    expect(api.asked(COMPLETE)).toHaveLength(1);
    expect(localStorage.getItem('refreshToken')).toBe('refresh');
  });

  it('leaves a page that is not of this application to the server', async () => {
    const state = await beginSignIn('/app/report?month=5#top');
    const api = new FakeApi().on(COMPLETE, () => Response.json({ ...tokens(), ...session }));

    const { reloaded } = openApp(`/auth/callback?code=c1&state=${state}`, { api, signedIn: false });

    await waitFor(() => expect(reloaded).toEqual(['/app/report?month=5#top']));
    expect(screen.queryByText(/doesn’t exist/)).toBeNull();
  });

  it('says what went wrong and starts again with the same way back', async () => {
    const state = await beginSignIn('/devices');
    const api = new FakeApi().on(COMPLETE, () => problem(403, 'email_not_verified'));
    const { user, visited } = openApp(`/auth/callback?code=c1&state=${state}`, {
      api,
      signedIn: false,
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      /doesn’t say that your e-mail address is verified/,
    );
    await user.click(screen.getByRole('button', { name: 'Start again' }));

    await waitFor(() => expect(visited).toHaveLength(1));
    expect(sessionStorage.getItem('latchkey.signIn')).toContain('/devices');
  });

  it('refuses a callback that this tab didn’t ask for', async () => {
    const api = new FakeApi();
    openApp('/auth/callback?code=c1&state=forged', { api, signedIn: false });

    await screen.findByRole('heading', { name: 'We couldn’t sign you in' });
    expect(api.asked(COMPLETE)).toHaveLength(0);
  });
});

describe('with a session', () => {
  it('the callback’s address opened again leads onward', async () => {
    const { api } = openApp('/auth/callback?code=c1&state=used');

    await screen.findByRole('heading', { name: 'Hello, Grace' });
    expect(location.pathname).toBe('/dashboard');
    expect(api.asked(COMPLETE)).toHaveLength(0);
  });

  it('the sign-in page leads onward, but never to another site', async () => {
    openApp('/login?returnTo=//evil.example');

    await screen.findByRole('heading', { name: 'Hello, Grace' });
    expect(location.pathname).toBe('/dashboard');
  });

  it.each(['/login', '/onboarding'])(
    '%s asks the server for another program’s page',
    async (door) => {
      const { reloaded } = openApp(`${door}?returnTo=/app/`);

      await waitFor(() => expect(reloaded).toEqual(['/app/']));
    },
  );

  it('a page that the server does not know either is not asked for again', async () => {
    const { reloaded } = openApp('/app/');

    await screen.findByRole('heading', { name: 'This page doesn’t exist' });
    expect(reloaded).toEqual([]);
  });

  it('the dashboard shows user, account and credits', async () => {
    openApp('/');

    await screen.findByRole('heading', { name: 'Hello, Grace' });
    expect(screen.getByText('Grace Hopper’s Account · grace@example.com')).toBeVisible();
    expect(screen.getByText('Credits left').nextSibling).toHaveTextContent('25');
  });

  it('that the server has ended, the user is on the sign-in page', async () => {
    const api = new FakeApi()
      .on('GET /api/auth/session', () => problem(401, 'session_revoked'))
      .on('POST /api/auth/refresh', () => problem(401, 'session_revoked'));

    openApp('/devices', { api });

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(screen.getByRole('status')).toHaveTextContent(/session was ended/);
    expect(localStorage.getItem('refreshToken')).toBeNull();
  });

  it('that the server does not accept, the words are not of an attack', async () => {
    const api = new FakeApi()
      .on('GET /api/auth/session', () => problem(401, 'access_token_invalid'))
      .on('POST /api/auth/refresh', () => problem(401, 'refresh_token_invalid'));

    openApp('/devices', { api });

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(screen.getByRole('status')).toHaveTextContent(/no longer accepts this session/);
    expect(screen.queryByText(/security check/)).toBeNull();
  });

  it('and an unreachable server, the page says so and comes by itself', async () => {
    let down = true;
    const api = new FakeApi().on('GET /api/auth/session', () =>
      down ? problem(503, 'unavailable') : Response.json(session),
    );
    const { user } = openApp('/', { api });

    await screen.findByRole('heading', { name: 'We can’t reach the server' });
    expect(localStorage.getItem('refreshToken')).toBe('refresh');
    down = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    await screen.findByRole('heading', { name: 'Hello, Grace' });
  });
});

describe('a server that is down', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const SESSION = 'GET /api/auth/session';
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('is asked for as long as it takes, at least every 15 seconds', async () => {
    let down = true;
    const api = new FakeApi().on(SESSION, () =>
      down ? problem(503, 'unavailable') : Response.json(session),
    );
    openApp('/', { api });
    await pass(120_000);
    expect(screen.getByRole('heading', { name: 'We can’t reach the server' })).toBeVisible();
    expect(screen.getByText(/^Trying again in \d+ s\.$/)).toBeVisible();

    down = false;
    await pass(16_000);

    expect(screen.getByRole('heading', { name: 'Hello, Grace' })).toBeVisible();
  });

  it('is asked at once when the network is back, and when the user says so', async () => {
    const api = new FakeApi().on(SESSION, () => problem(503, 'unavailable'));
    openApp('/', { api });
    await pass(60_000);
    const asked = api.asked(SESSION).length;

    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await pass(100);
    expect(api.asked(SESSION)).toHaveLength(asked + 1);
    expect(screen.getByRole('heading', { name: 'We can’t reach the server' })).toBeVisible();

    api.on(SESSION, () => Response.json(session));
    act(() => void window.dispatchEvent(new Event('online')));
    await pass(100);
    expect(screen.getByRole('heading', { name: 'Hello, Grace' })).toBeVisible();
  });
});

describe('a browser that denies storage', () => {
  const denied = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };

  it.each(['/login', '/auth/callback?code=c1&state=s1'])('is named at %s', async (path) => {
    for (const method of ['getItem', 'setItem', 'removeItem'] as const) {
      vi.spyOn(Storage.prototype, method).mockImplementation(denied);
    }
    const { user, visited } = openApp(path, { signedIn: false });

    await user.click(await screen.findByRole('button', { name: /^Continue|^Start again/ }));

    expect(await screen.findByRole('alert')).toHaveTextContent(/keeps this site from storing/);
    expect(visited).toEqual([]);
  });
});

describe('signing out', () => {
  it('leads to the sign-in page, without a way back', async () => {
    const { api, user } = openApp('/devices');

    await user.click(await screen.findByRole('button', { name: 'Sign out here' }));

    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    expect(location.search).toBe('');
    expect(api.asked('POST /api/auth/logout')[0]?.body).toMatchObject({ scope: 'local' });
  });

  it('makes the next sign-in ask which account, with the prompt that the provider knows', async () => {
    const { user, visited } = openApp('/devices');
    await user.click(await screen.findByRole('button', { name: 'Sign out here' }));
    await user.click(await screen.findByRole('button', { name: /^Continue/ }));
    await waitFor(() => expect(visited).toHaveLength(1));
    const asked = new URL(visited[0] ?? '').searchParams;
    expect(asked.get('prompt')).toBe('select_account');
    cleanup();

    const back = `/auth/callback?error=invalid_request&state=${asked.get('state')}`;
    const again = openApp(back, { signedIn: false });

    await waitFor(() => expect(again.visited).toHaveLength(1));
    expect(new URL(again.visited[0] ?? '').searchParams.get('prompt')).toBe('login');
    act(() => again.services.auth.setTokens(tokens()));
    expect(again.services.auth.isSignedOut()).toBe(false);
  });

  it('says so while the server doesn’t know yet', async () => {
    const api = new FakeApi().on('POST /api/auth/logout', () => problem(503, 'unavailable'));
    const { services } = openApp('/', { api });
    await screen.findByRole('heading', { name: 'Hello, Grace' });

    act(() => void services.auth.signOut());

    expect(await screen.findByText(/still trying to tell the server/)).toBeVisible();
  });

  it('forgets what was fetched for the one who leaves', async () => {
    const { api, services } = openApp('/');
    await screen.findByRole('heading', { name: 'Hello, Grace' });
    act(() => services.auth.clear());
    await screen.findByRole('heading', { name: 'Sign in to Latchkey' });
    let answer: (response: Response) => void = () => undefined;
    api.on('GET /api/auth/session', () => new Promise<Response>((resolve) => (answer = resolve)));

    act(() => services.auth.setTokens(tokens()));

    expect(await screen.findByText('Loading…')).toBeInTheDocument();
    expect(screen.queryByText(/Grace/)).toBeNull();
    const user = { ...session.user, full_name: 'Ada Lovelace' };
    answer(Response.json({ ...session, user }));
    await screen.findByRole('heading', { name: 'Hello, Ada' });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { RefreshDeferredError, SessionEndedError } from '../errors';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { faults, problem } from '../testing/fake-server';

const REFRESH = '/api/auth/refresh';
const LOGOUT = '/api/auth/logout';
const HOUR_MS = 3_600_000;
const TTL_MS = 900_000;

let browser: FakeBrowser;
let tab: FakeTab;

beforeEach(() => {
  browser = new FakeBrowser();
  tab = browser.openTab();
});

/** A tab that is signed in; its access token has run out where `expired`. */
async function signedIn(expired = false): Promise<void> {
  await tab.auth.initialize();
  tab.auth.setTokens(browser.server.signIn());
  if (expired) await browser.clock.advance(TTL_MS);
}

describe('opening the page', () => {
  it('finds nobody signed in when nothing is stored', async () => {
    const state = await tab.auth.initialize();

    expect(state).toEqual({ status: 'signedOut', reason: 'none', logout: 'done' });
    expect(tab.auth.isAuthenticated()).toBe(false);
    expect(browser.server.seen).toHaveLength(0);
  });

  it('is loading until it is initialized', () => {
    expect(tab.auth.getState()).toEqual({ status: 'loading' });
  });

  it('knows at once that someone is signed in, without a request', async () => {
    await signedIn();
    const reopened = browser.openTab();

    void reopened.auth.initialize();

    expect(reopened.auth.getState()).toEqual({ status: 'signedIn', sessionId: 'session-1' });
    expect(browser.server.seen).toHaveLength(0);
  });

  it('stays signed in seven hours later, with one refresh', async () => {
    await signedIn();
    await browser.clock.advance(7 * HOUR_MS);
    const reopened = browser.openTab();

    const state = await reopened.auth.initialize();

    expect(state.status).toBe('signedIn');
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('is signed out as expired when the refresh token has run out', async () => {
    await signedIn(true);
    browser.server.fault(faults.answering(() => problem(401, 'refresh_token_expired')));

    const opening = browser.openTab().auth.initialize();
    await browser.clock.advance(1000);

    const state = await opening;
    expect(state).toEqual({ status: 'signedOut', reason: 'expired', logout: 'done' });
  });

  it('is signed out as expired when the server has forgotten the token that ran out', async () => {
    await signedIn();
    await browser.clock.advance(8 * 24 * HOUR_MS);
    browser.server.fault(faults.answering(() => problem(401, 'refresh_token_invalid')));

    const opening = browser.openTab().auth.initialize();
    await browser.clock.advance(1000);

    expect(await opening).toMatchObject({ status: 'signedOut', reason: 'expired' });
  });

  it('keeps the session when the server can’t be reached', async () => {
    await signedIn(true);
    browser.server.down = faults.unreachable;
    const reopened = browser.openTab();

    const opening = reopened.auth.initialize();
    await browser.clock.advance(10_000);

    expect((await opening).status).toBe('signedIn');
    expect(reopened.storage.getItem('refreshToken')).not.toBeNull();
  });

  it('works with tokens that another program stored without a key', async () => {
    const { accessToken, refreshToken = '' } = browser.server.signIn();
    tab.storage.setItem('accessToken', accessToken);
    tab.storage.setItem('refreshToken', refreshToken);
    tab.storage.setItem('expiresAt', '0');

    const opening = tab.auth.initialize();
    await browser.clock.advance(1000);

    expect((await opening).status).toBe('signedIn');
    expect(browser.server.calls(REFRESH)[0]?.headers.get('Idempotency-Key')).toMatch(
      /^[!-~]{16,128}$/,
    );
  });

  it('sends a key that another program stored as it is', async () => {
    const { refreshToken = '' } = browser.server.signIn();
    tab.storage.setItem('refreshToken', refreshToken);
    tab.storage.setItem('refreshKey', 'a-key-of-another-program');

    await tab.auth.initialize();

    const [call] = browser.server.calls(REFRESH);
    expect(call?.headers.get('Idempotency-Key')).toBe('a-key-of-another-program');
    expect(tab.storage.getItem('refreshKey')).not.toBe('a-key-of-another-program');
  });
});

describe('storing tokens', () => {
  it('uses the agreed keys of localStorage', async () => {
    await signedIn();

    expect(tab.storage.getItem('accessToken')).toMatch(/^header\./);
    expect(tab.storage.getItem('refreshToken')).toMatch(/^refresh-/);
    expect(tab.storage.getItem('expiresAt')).toBe(String(browser.clock.now() + TTL_MS));
    expect(tab.storage.getItem('refreshKey')).toMatch(/^[!-~]{16,128}$/);
  });

  it('tells the view once, and not again for the same session', async () => {
    await tab.auth.initialize();
    let calls = 0;
    tab.auth.subscribe(() => calls++);

    tab.auth.setTokens(browser.server.signIn('session-a'));
    tab.auth.setTokens(browser.server.signIn('session-a'));

    expect(calls).toBe(1);
  });
});

describe('refreshing', () => {
  it('gives the stored token while it is valid', async () => {
    await signedIn();

    const token = await tab.auth.getAccessToken();

    expect(token).toBe(tab.storage.getItem('accessToken'));
    expect(browser.server.seen).toHaveLength(0);
  });

  it('makes one request for ten callers', async () => {
    await signedIn(true);

    const tokens = await Promise.all(Array.from({ length: 10 }, () => tab.auth.getAccessToken()));

    expect(new Set(tokens).size).toBe(1);
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('repeats with the same key when the answer got lost, and stays signed in', async () => {
    await signedIn(true);
    const key = tab.storage.getItem('refreshKey');
    browser.server.fault(faults.lostAnswer);

    const refreshing = tab.auth.getAccessToken();
    await browser.clock.advance(5000);

    await expect(refreshing).resolves.toMatch(/^header\./);
    const keys = browser.server.calls(REFRESH).map((call) => call.headers.get('Idempotency-Key'));
    expect(keys).toEqual([key, key]);
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
  });

  it('makes a new key for each new token', async () => {
    await signedIn(true);
    const before = tab.storage.getItem('refreshKey');

    await tab.auth.getAccessToken();

    expect(tab.storage.getItem('refreshKey')).not.toBe(before);
  });

  it.each([
    ['a server error', () => problem(500, 'internal')],
    ['an unavailable server', () => problem(503, 'unavailable')],
    ['a gateway’s own page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['a captive portal', () => new Response('<h1>Welcome to the airport</h1>')],
    ['a 401 that isn’t about the token', () => new Response('who?', { status: 401 })],
    ['a refused origin', () => problem(403, 'forbidden')],
    ['an answer without a refresh token', () => Response.json({ accessToken: 'x', expiresIn: 9 })],
  ])('keeps the session on %s', async (_name, response) => {
    await signedIn(true);
    browser.server.down = faults.answering(response);

    const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(RefreshDeferredError);
    await browser.clock.advance(10_000);
    await refreshing;

    expect(tab.auth.getState().status).toBe('signedIn');
    browser.server.down = null;
    await browser.clock.advance(60_000);
    await expect(tab.auth.getAccessToken()).resolves.toMatch(/^header\./);
  });

  it('keeps the session when the server hangs', async () => {
    await signedIn(true);
    browser.server.latencyMs = HOUR_MS;

    const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(RefreshDeferredError);
    await browser.clock.advance(60_000);
    await refreshing;

    expect(tab.auth.isAuthenticated()).toBe(true);
  });

  it('leaves the server alone for as long as it asks', async () => {
    await signedIn(true);
    browser.server.fault(
      faults.answering(() => problem(429, 'rate_limited', { 'Retry-After': '30' })),
    );
    await expect(tab.auth.getAccessToken()).rejects.toMatchObject({ retryAfterMs: 30_000 });

    await browser.clock.advance(20_000);
    tab.auth.retrySooner();
    await expect(tab.auth.getAccessToken()).rejects.toMatchObject({ retryAfterMs: 10_000 });
    expect(browser.server.calls(REFRESH)).toHaveLength(1);

    await browser.clock.advance(10_000);
    await expect(tab.auth.getAccessToken()).resolves.toMatch(/^header\./);
  });

  it('sits out a short wait without telling the caller', async () => {
    await signedIn(true);
    browser.server.fault(
      faults.answering(() => problem(503, 'unavailable', { 'Retry-After': '1' })),
    );

    const refreshing = tab.auth.getAccessToken();
    await browser.clock.advance(999);
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
    await browser.clock.advance(1);

    await expect(refreshing).resolves.toMatch(/^header\./);
  });

  it('backs off longer and longer while the server is down', async () => {
    await signedIn(true);
    browser.server.down = faults.unreachable;
    const waits: number[] = [];

    for (let round = 0; round < 3; round++) {
      const failing = tab.auth.getAccessToken().catch((error: unknown) => error);
      await browser.clock.advance(10_000);
      const error = (await failing) as RefreshDeferredError;
      waits.push(error.retryAfterMs);
      await browser.clock.advance(error.retryAfterMs);
    }

    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('tries again at once when the network is back', async () => {
    await signedIn(true);
    browser.server.down = faults.unreachable;
    const failing = expect(tab.auth.getAccessToken()).rejects.toThrow(RefreshDeferredError);
    await browser.clock.advance(2000);
    await failing;
    browser.server.down = null;

    tab.auth.retrySooner();

    await expect(tab.auth.getAccessToken()).resolves.toMatch(/^header\./);
  });

  it.each([
    ['refresh_token_invalid', 'refused'],
    ['refresh_token_reused', 'revoked'],
    ['session_revoked', 'revoked'],
    ['refresh_token_of_the_future', 'refused'],
  ])('ends the session on %s, which is said to be %s', async (code, reason) => {
    await signedIn(true);
    browser.server.fault(faults.answering(() => problem(401, code)));

    const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(SessionEndedError);
    await browser.clock.advance(1000);
    await refreshing;

    expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', reason });
    expect(tab.storage.getItem('refreshToken')).toBeNull();
  });
});

describe('a stored token that somebody else has used', () => {
  it('ends the session at the server as well', async () => {
    await signedIn(true);
    const refreshToken = tab.storage.getItem('refreshToken');
    browser.server.fault(faults.answering(() => problem(401, 'refresh_token_reused')));

    const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(SessionEndedError);
    await browser.clock.advance(1000);
    await refreshing;

    const bodies = browser.server.calls(LOGOUT).map((call) => call.body);
    expect(bodies).toEqual([{ refreshToken, scope: 'local' }]);
  });

  it.each(['refresh_token_invalid', 'refresh_token_expired', 'session_revoked'])(
    'is not what %s means',
    async (code) => {
      await signedIn(true);
      browser.server.fault(faults.answering(() => problem(401, code)));

      const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(SessionEndedError);
      await browser.clock.advance(1000);
      await refreshing;

      expect(browser.server.calls(LOGOUT)).toHaveLength(0);
    },
  );
});

describe('a wrong clock', () => {
  it('does no harm when it is a day fast', async () => {
    browser.clock.jump(24 * HOUR_MS);
    await signedIn();

    await tab.auth.getAccessToken();

    expect(browser.server.calls(REFRESH)).toHaveLength(0);
  });

  it('costs one refresh when it is set forward', async () => {
    await signedIn();
    browser.clock.jump(HOUR_MS);

    await tab.auth.getAccessToken();
    await tab.auth.getAccessToken();

    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('costs a 401 and one refresh when it is set back', async () => {
    await signedIn();
    tab.storage.setItem('expiresAt', String(browser.clock.now() + 24 * HOUR_MS));
    await browser.clock.advance(HOUR_MS);

    await expect(tab.http.get('/api/auth/session')).resolves.toEqual({ session: 'session-1' });

    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('doesn’t lock the user out when it is set back during a back-off', async () => {
    await signedIn(true);
    browser.server.fault(
      faults.answering(() => problem(429, 'rate_limited', { 'Retry-After': '30' })),
    );
    await expect(tab.auth.getAccessToken()).rejects.toThrow(RefreshDeferredError);

    browser.clock.jump(-HOUR_MS);
    tab.storage.setItem('expiresAt', '0');

    await expect(tab.auth.getAccessToken()).resolves.toMatch(/^header\./);
  });
});

describe('signing out', () => {
  it('clears the browser at once and tells the server', async () => {
    await signedIn();

    const leaving = tab.auth.signOut();

    expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', reason: 'signed_out' });
    await leaving;
    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
    expect(browser.server.calls(LOGOUT)[0]?.body).toMatchObject({ scope: 'global' });
    for (const key of ['accessToken', 'refreshToken', 'expiresAt', 'refreshKey']) {
      expect(tab.storage.getItem(key)).toBeNull();
    }
  });

  it('is not undone by a refresh in flight', async () => {
    await signedIn(true);
    browser.server.latencyMs = 500;
    const refreshing = expect(tab.auth.getAccessToken()).rejects.toThrow(SessionEndedError);

    const leaving = tab.auth.signOut();
    await browser.clock.advance(2000);

    await refreshing;
    await leaving;
    expect(tab.auth.getState().status).toBe('signedOut');
    expect(tab.storage.getItem('refreshToken')).toBeNull();
    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
  });

  it('goes on telling an unreachable server, and says so', async () => {
    await signedIn();
    browser.server.down = faults.unreachable;

    const leaving = tab.auth.signOut();
    await browser.clock.advance(5000);
    expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', logout: 'pending' });
    browser.server.down = null;
    await browser.clock.advance(60_000);

    await leaving;
    expect(tab.auth.getState()).toMatchObject({ logout: 'done' });
    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
  });

  it('goes on for as long as it takes, and at once when the network is back', async () => {
    await signedIn();
    browser.server.down = faults.unreachable;
    const leaving = tab.auth.signOut();
    await browser.clock.advance(600_000);
    expect(tab.auth.getState()).toMatchObject({ logout: 'pending' });

    browser.server.down = null;
    tab.auth.retrySooner();
    await browser.clock.advance(0);

    await leaving;
    expect(tab.auth.getState()).toMatchObject({ logout: 'done' });
    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
  });

  it('stops telling when someone signs in, whose session it would end', async () => {
    await signedIn();
    browser.server.down = faults.unreachable;
    void tab.auth.signOut();
    await browser.clock.advance(5000);

    tab.auth.setTokens(browser.server.signIn());
    browser.server.down = null;
    const calls = browser.server.calls(LOGOUT).length;
    await browser.clock.advance(HOUR_MS);

    expect(browser.server.calls(LOGOUT)).toHaveLength(calls);
    expect(tab.auth.isAuthenticated()).toBe(true);
  });

  it('of the other devices keeps this one', async () => {
    await signedIn();

    await tab.auth.signOutOthers();

    expect(browser.server.calls(LOGOUT)[0]?.body).toMatchObject({ scope: 'others' });
    expect(tab.auth.getState().status).toBe('signedIn');
  });
});

describe('with the cookie transport', () => {
  beforeEach(() => {
    browser.server.transport = 'cookie';
  });

  it('stores no refresh token, and refreshes by cookie', async () => {
    await signedIn(true);
    expect(tab.storage.getItem('refreshToken')).toBeNull();

    await tab.auth.getAccessToken();

    const [call] = browser.server.calls(REFRESH);
    expect(call?.body).toEqual({});
    expect(call?.headers.get('X-Latchkey-Client')).toBe('web');
    expect(call?.headers.get('Idempotency-Key')).toMatch(/^lk1\./);
    expect(tab.auth.getState().status).toBe('signedIn');
  });

  it('is signed out as expired when the cookie has run out', async () => {
    await signedIn();
    await browser.clock.advance(7 * 24 * HOUR_MS - 1000);
    browser.server.cookie = null;

    const opening = browser.openTab().auth.initialize();
    await browser.clock.advance(1000);

    expect(await opening).toMatchObject({ status: 'signedOut', reason: 'expired' });
  });

  it('says that the server refuses the session when the cookie was deleted before', async () => {
    await signedIn(true);
    browser.server.cookie = null;

    const opening = browser.openTab().auth.initialize();
    await browser.clock.advance(1000);

    expect(await opening).toMatchObject({ status: 'signedOut', reason: 'refused' });
  });

  it('makes up for a logout that the server never heard of when the page is opened again', async () => {
    await signedIn();
    browser.server.down = faults.unreachable;
    void tab.auth.signOut();
    await browser.clock.advance(100);
    tab.auth.dispose();
    browser.server.down = null;

    await browser.openTab().auth.initialize();
    await browser.clock.advance(100);

    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
    expect(browser.server.cookie).toBeNull();
  });
});

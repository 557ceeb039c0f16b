import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { faults, problem } from '../testing/fake-server';

const REFRESH = '/api/auth/refresh';
const TTL_MS = 900_000;

let browser: FakeBrowser;
let tabs: FakeTab[];
let first: FakeTab;
let second: FakeTab;

beforeEach(async () => {
  browser = new FakeBrowser();
  first = browser.openTab();
  second = browser.openTab();
  tabs = [first, second, browser.openTab(), browser.openTab(), browser.openTab()];
  for (const tab of tabs) void tab.auth.initialize();
  first.auth.setTokens(browser.server.signIn());
  await browser.clock.advance(1000);
});

async function expire(): Promise<void> {
  await browser.clock.advance(TTL_MS);
}

async function refreshInAllTabs(): Promise<string[]> {
  const refreshing = Promise.all(tabs.map((tab) => tab.auth.getAccessToken()));
  await browser.clock.advance(20_000);
  return refreshing;
}

function keysSent(): Set<string | null> {
  return new Set(browser.server.calls(REFRESH).map((c) => c.headers.get('Idempotency-Key')));
}

describe('five tabs', () => {
  it('all learn of a sign-in in one of them', () => {
    expect(tabs.map((tab) => tab.auth.getState().status)).toEqual(Array(5).fill('signedIn'));
  });

  it('make one refresh when the token runs out', async () => {
    await expire();

    const tokens = await refreshInAllTabs();

    expect(new Set(tokens).size).toBe(1);
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('get one successor when storage lags behind the lock', async () => {
    browser.lagMs = 20;
    browser.server.latencyMs = 5;
    await expire();

    await refreshInAllTabs();

    expect(keysSent().size).toBe(1);
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
    expect(tabs.map((tab) => tab.auth.getState().status)).toEqual(Array(5).fill('signedIn'));
  });

  it('stay signed in through many expiries without a lock', async () => {
    browser.lockWorks = false;
    browser.lagMs = 7;
    browser.server.latencyMs = 30;

    for (let round = 0; round < 20; round++) {
      await expire();
      await refreshInAllTabs();
    }

    expect(tabs.map((tab) => tab.auth.getState().status)).toEqual(Array(5).fill('signedIn'));
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
  }, 30_000);

  it('stay signed in when some answers get lost', async () => {
    browser.lockWorks = false;
    browser.lagMs = 7;
    browser.server.latencyMs = 30;
    await expire();
    browser.server.fault(faults.lostAnswer);
    browser.server.fault(faults.unreachable);
    browser.server.fault(faults.lostAnswer);

    await refreshInAllTabs();

    expect(tabs.map((tab) => tab.auth.getState().status)).toEqual(Array(5).fill('signedIn'));
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
  });
});

describe('a tab whose token was refused because another tab has newer ones', () => {
  it('takes those and stays signed in', async () => {
    browser.lockWorks = false;
    await expire();
    browser.server.fault(async (respond) => {
      // While the answer travels, the other tab refreshes twice.
      await second.auth.getAccessToken();
      return respond().then(() => problem(401, 'refresh_token_reused'));
    });

    const refreshing = first.auth.getAccessToken();
    await browser.clock.advance(1000);

    await expect(refreshing).resolves.toBe(second.storage.getItem('accessToken'));
    expect(first.auth.getState().status).toBe('signedIn');
  });

  it('does not overwrite them with what it gets late', async () => {
    browser.lockWorks = false;
    await expire();
    browser.server.fault(async (respond) => {
      const late = await respond();
      await second.auth.getAccessToken();
      await expire();
      await second.auth.getAccessToken();
      return late;
    });

    const refreshing = first.auth.getAccessToken();
    await browser.clock.advance(TTL_MS + 1000);
    await refreshing;

    expect(browser.server.usableRefreshTokens()).toEqual([first.storage.getItem('refreshToken')]);
  });
});

describe('a logout in one tab', () => {
  it('reaches the others', async () => {
    void first.auth.signOut();
    await browser.clock.advance(1000);

    for (const tab of tabs) {
      expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', reason: 'signed_out' });
    }
  });

  it('is not undone by a refresh in flight in another', async () => {
    browser.lockWorks = false;
    await expire();
    browser.server.latencyMs = 500;
    const refreshing = second.auth.getAccessToken().catch(() => 'refused');
    await browser.clock.advance(250);

    void first.auth.signOut();
    await browser.clock.advance(5000);

    await expect(refreshing).resolves.toBe('refused');
    for (const tab of tabs) expect(tab.storage.getItem('refreshToken')).toBeNull();
    expect(browser.server.usableRefreshTokens()).toHaveLength(0);
  });

  it('is not undone by an answer that another tab stores before it hears of the logout', async () => {
    browser.lockWorks = false;
    await expire();
    browser.lagMs = 100;
    browser.server.latencyMs = 50;
    void second.auth.getAccessToken().catch(() => 'refused');

    void first.auth.signOut();
    await browser.clock.advance(60);
    expect(second.auth.getState().status).toBe('signedIn');
    await browser.clock.advance(5000);

    for (const tab of tabs) {
      expect(tab.auth.getState().status).toBe('signedOut');
      expect(tab.storage.getItem('refreshToken')).toBeNull();
    }
  });

  it('followed by a sign-in leaves every tab with the new session', async () => {
    void first.auth.signOut();
    await browser.clock.advance(1000);

    second.auth.setTokens(browser.server.signIn('another-session'));
    await browser.clock.advance(1000);

    for (const tab of tabs) {
      expect(tab.auth.getState()).toEqual({ status: 'signedIn', sessionId: 'another-session' });
    }
  });
});

describe('a torn read', () => {
  it('between another tab’s writes never sends the key of another token', async () => {
    browser.lockWorks = false;
    const successor = browser.server.signIn();
    first.storage.setItem('refreshToken', successor.refreshToken ?? '');
    first.storage.setItem('expiresAt', '0');
    const wrongKey = first.storage.getItem('refreshKey');

    const refreshing = first.auth.getAccessToken();
    await browser.clock.advance(5000);
    await refreshing;

    expect(keysSent().has(wrongKey)).toBe(false);
  });

  it('is waited out', async () => {
    browser.lockWorks = false;
    await expire();
    const token = first.storage.getItem('refreshToken') ?? '';
    const key = first.storage.getItem('refreshKey') ?? '';
    second.storage.setItem('refreshToken', 'half-written');
    browser.clock.after(60, () => {
      second.storage.setItem('refreshToken', token);
    });

    const refreshing = second.auth.getAccessToken();
    await browser.clock.advance(5000);
    await refreshing;

    expect(keysSent()).toEqual(new Set([key]));
  });
});

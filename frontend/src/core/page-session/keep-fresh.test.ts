import { beforeEach, describe, expect, it } from 'vitest';
import { AuthCalls } from '../auth/auth-calls';
import { TokenRefresher } from '../auth/token-refresher';
import { TokenStore } from '../auth/token-store';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { KeepFresh } from './keep-fresh';

const REFRESH = '/api/auth/refresh';
const TTL_MS = 900_000;

let browser: FakeBrowser;
let main: FakeTab;
let ended: number;

beforeEach(() => {
  browser = new FakeBrowser();
  main = browser.openTab();
  void main.auth.initialize();
  main.auth.setTokens(browser.server.signIn());
  ended = 0;
});

/** A protected page with the script in it. */
function openPage(): KeepFresh {
  const { clock, random, lock, server } = browser;
  const tab = browser.openTab();
  const store = new TokenStore(tab.storage, clock, random);
  const onEnded = () => {
    ended += 1;
  };
  const refresher = new TokenRefresher({
    store,
    calls: new AuthCalls(server.fetch, '', clock),
    lock,
    clock,
    random,
    onStored: () => tab.post({ epoch: store.epoch() }),
    onRefused: onEnded,
  });
  const keeper = new KeepFresh({ store, refresher, clock, random, onEnded });
  tab.subscribe(({ epoch }) => {
    if (epoch !== null) store.learnEpoch(epoch);
    keeper.check();
  });
  keeper.check();
  return keeper;
}

const refreshes = () => browser.server.calls(REFRESH).length;

describe('a protected page that is left open', () => {
  it('has a fresh token at any time for two lifetimes', async () => {
    openPage();

    for (let waited = 0; waited < 2 * TTL_MS; waited += 10_000) {
      await browser.clock.advance(10_000);
      expect(main.auth.peekAccessToken()).not.toBeNull();
    }

    expect(refreshes()).toBeGreaterThanOrEqual(2);
    expect(refreshes()).toBeLessThanOrEqual(3);
  });

  it('takes turns with nine others', async () => {
    for (let page = 0; page < 10; page++) openPage();

    await browser.clock.advance(TTL_MS);

    expect(refreshes()).toBe(1);
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
  });

  it('is led to the sign-in once when another tab signs out', async () => {
    openPage();

    void main.auth.signOut();
    await browser.clock.advance(1000);

    expect(ended).toBe(1);
    expect(refreshes()).toBe(0);
  });

  it('refreshes when it wakes up after the token has run out', async () => {
    const page = openPage();
    browser.server.latencyMs = 5;
    await browser.clock.advance(10);

    page.wake();
    await browser.clock.advance(TTL_MS + 60_000);

    expect(main.auth.peekAccessToken()).not.toBeNull();
    expect(ended).toBe(0);
  });

  it('does nothing where nobody is signed in', async () => {
    main.auth.clear();
    openPage();

    await browser.clock.advance(TTL_MS);

    expect(ended).toBe(0);
    expect(refreshes()).toBe(0);
  });
});

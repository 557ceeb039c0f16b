import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../runtime/storage';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { faults } from '../testing/fake-server';
import { type ContinueNotice, continueTo } from './continue-page';

const REFRESH = '/api/auth/refresh';
const LOGOUT = '/api/auth/logout';
const ORIGIN = 'https://app.example';
const TTL_MS = 900_000;

let browser: FakeBrowser;
let tab: FakeTab;
let sessionStorage: MemoryStorage;
let went: string[];
let told: ContinueNotice[];

beforeEach(() => {
  browser = new FakeBrowser();
  tab = browser.openTab();
  tab.auth.setTokens(browser.server.signIn());
  sessionStorage = new MemoryStorage();
  went = [];
  told = [];
});

function open(to: string | null, from = tab, storage = sessionStorage): Promise<void> {
  return continueTo(to, {
    auth: from.auth,
    storage,
    clock: browser.clock,
    origin: ORIGIN,
    go: (path) => went.push(path),
    tell: (notice) => told.push(notice),
  });
}

async function visit(to: string | null): Promise<void> {
  const done = open(to);
  await browser.clock.advance(30_000);
  await done;
}

describe('/auth/continue', () => {
  it('refreshes and goes back to the page', async () => {
    await browser.clock.advance(TTL_MS);

    await visit('/app/report?month=5#top');

    expect(went).toEqual(['/app/report?month=5#top']);
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('goes to the sign-in without a session, which leads back', async () => {
    tab.auth.clear();

    await visit('/app/?a=1&b=2');

    expect(went).toEqual(['/login?returnTo=%2Fapp%2F%3Fa%3D1%26b%3D2']);
    expect(browser.server.calls(REFRESH)).toHaveLength(0);
  });

  it.each([
    '//evil.example/',
    '/\\evil.example',
    '/%0d%0a/../\n/evil',
    'https://evil.example/',
    'javascript:alert(1)',
    '/auth/continue?to=/auth/continue',
    '/login',
    '',
    null,
  ])('goes nowhere but to the start page for %s', async (to) => {
    await visit(to);

    expect(went).toHaveLength(1);
    expect(new URL(went[0] ?? '', ORIGIN).origin).toBe(ORIGIN);
    expect(went[0]).not.toContain('evil.example/');
    expect(went[0]).not.toContain('/auth/continue');
  });

  it('makes one rotation for ten tabs that are opened at once', async () => {
    await browser.clock.advance(TTL_MS);
    const tabs = Array.from({ length: 10 }, () => browser.openTab());

    const visits = tabs.map((one) => open('/app/', one, new MemoryStorage()));
    await browser.clock.advance(60_000);
    await Promise.all(visits);

    expect(went).toEqual(Array(10).fill('/app/'));
    expect(browser.server.usableRefreshTokens()).toHaveLength(1);
    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('asks for another token when the fresh one led back here', async () => {
    const before = tab.auth.peekAccessToken();

    await open('/app/');
    expect(browser.server.calls(REFRESH)).toHaveLength(0);
    await visit('/app/');

    expect(tab.auth.peekAccessToken()).not.toBe(before);
    expect(went).toEqual(['/app/', '/app/']);
  });

  it('stops after three rounds within ten seconds and says why', async () => {
    for (let round = 0; round < 4; round++) {
      const done = open('/app/');
      await browser.clock.advance(100);
      await done;
    }

    expect(went).toEqual(['/app/', '/app/', '/app/']);
    expect(told).toEqual(['circles']);
  });

  it('takes three visits in a minute for what they are', async () => {
    for (let round = 0; round < 6; round++) {
      await open('/app/');
      await browser.clock.advance(10_000);
    }

    expect(went).toHaveLength(6);
    expect(told).toEqual([]);
  });

  it('says that it waits for a server that is down, and goes on when it is back', async () => {
    await browser.clock.advance(TTL_MS);
    for (let i = 0; i < 5; i++) browser.server.fault(faults.unreachable);

    const done = open('/app/');
    await browser.clock.advance(10_000);
    expect(went).toEqual([]);
    expect(told).toContain('waiting');
    await browser.clock.advance(120_000);
    await done;

    expect(went).toEqual(['/app/']);
  });

  it('never asks for a logout', async () => {
    await visit('/app/');

    expect(browser.server.calls(LOGOUT)).toHaveLength(0);
  });
});

import { AuthManager } from './auth/auth-manager';
import { systemClock as clock } from './runtime/clock';
import { type CrossTabLock, WebCrossTabLock } from './runtime/cross-tab-lock';
import { systemRandom as random } from './runtime/random';
import { type KeyValueStorage, storageOrMemory } from './runtime/storage';
import { BrowserTabChannel, type TabChannel } from './runtime/tab-channel';

/*
 * What all pages of an origin share, whatever script they run: one session, one lock around its
 * refresh, one channel for news of it.
 */

/** window.fetch, looked up at each call: a page may have put a wrapper around it. */
export const browserFetch: typeof window.fetch = (input, init) => window.fetch(input, init);

export const browserStorage = (): KeyValueStorage => storageOrMemory(() => localStorage);

export const browserLock = (): CrossTabLock =>
  new WebCrossTabLock(navigator.locks, 'latchkey.refresh', clock);

export const browserChannel = (): TabChannel => new BrowserTabChannel(window, 'latchkey.auth');

export function browserAuth(baseUrl = ''): AuthManager {
  return new AuthManager({
    fetch: browserFetch,
    storage: browserStorage(),
    lock: browserLock(),
    channel: browserChannel(),
    clock,
    random,
    baseUrl,
  });
}

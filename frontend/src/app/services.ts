import { HttpClient } from '@/core/api/http-client';
import { LatchkeyApi } from '@/core/api/latchkey-api';
import { AuthManager } from '@/core/auth/auth-manager';
import { SignIn } from '@/core/auth/sign-in';
import { systemClock as clock } from '@/core/runtime/clock';
import { WebCrossTabLock } from '@/core/runtime/cross-tab-lock';
import { systemRandom as random } from '@/core/runtime/random';
import { storageOrMemory } from '@/core/runtime/storage';
import { BrowserTabChannel } from '@/core/runtime/tab-channel';
import type { Services } from '@/features/services/ServicesContext';

/** Joins the core to this browser. Called once a page. */
export function makeServices(): Services {
  const fetch: typeof window.fetch = (input, init) => window.fetch(input, init);
  const auth = new AuthManager({
    fetch,
    storage: storageOrMemory(() => localStorage),
    lock: new WebCrossTabLock(navigator.locks, 'latchkey.refresh', clock),
    channel: new BrowserTabChannel(window, 'latchkey.auth'),
    clock,
    random,
  });
  const api = new LatchkeyApi(new HttpClient({ fetch, auth, clock }));
  const signIn = new SignIn({
    fetch,
    storage: storageOrMemory(() => sessionStorage),
    random,
    subtle: crypto.subtle,
    origin: location.origin,
  });
  return { auth, api, signIn, visit: (address) => location.assign(address) };
}

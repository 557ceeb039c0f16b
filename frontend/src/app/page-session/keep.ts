/**
 * /auth/keep.js: one script tag in a protected page keeps the cookie fresh while the page is open,
 * and leads to the sign-in when the session ends in another tab. It asks for nothing else.
 */
import { AuthCalls } from '@/core/auth/auth-calls';
import { TokenRefresher } from '@/core/auth/token-refresher';
import { TokenStore } from '@/core/auth/token-store';
import { browserChannel, browserFetch, browserLock, browserStorage } from '@/core/browser';
import { loginPath } from '@/core/page-session/continue-page';
import { KeepFresh } from '@/core/page-session/keep-fresh';
import { systemClock as clock } from '@/core/runtime/clock';
import { systemRandom as random } from '@/core/runtime/random';

const channel = browserChannel();
const store = new TokenStore(browserStorage(), clock, random);
// The sign-in page presents a refused token once more and ends the session by the rules.
const onEnded = () =>
  location.replace(loginPath(location.pathname + location.search + location.hash));
const refresher = new TokenRefresher({
  store,
  calls: new AuthCalls(browserFetch, '', clock),
  lock: browserLock(),
  clock,
  random,
  onStored: () => channel.post({ epoch: store.epoch() }),
  onRefused: onEnded,
});
const keeper = new KeepFresh({ store, refresher, clock, random, onEnded });

channel.subscribe(({ epoch }) => {
  if (epoch !== null) store.learnEpoch(epoch);
  keeper.check();
});
window.addEventListener('online', () => keeper.wake());
document.addEventListener('visibilitychange', () => keeper.wake());
keeper.check();

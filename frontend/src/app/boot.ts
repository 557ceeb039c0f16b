/**
 * What is started before anything else, so that it travels while React is still being set up: the
 * question who is signed in, the code of the page, and on the callback page the exchange of the
 * code. main.tsx imports this first; it must not import React.
 */
import type { Session } from '@/core/api/openapi';
import { DASHBOARD } from '@/features/shared/dashboard';
import { takeCallback } from './callback';
import { chunkOf } from './chunks';
import { makeServices } from './services';

// Before anything is drawn: a browser that sees the address change asks for the icon a second time.
if (location.pathname === '/') {
  history.replaceState(null, '', DASHBOARD + location.search + location.hash);
}

export const services = makeServices();
export const callback = takeCallback(services);

void services.auth.initialize();
const isSignedIn = services.auth.isAuthenticated();

/** The first answer to who is signed in; null where nobody is. */
export const firstSession: Promise<Session> | null = isSignedIn ? services.api.session() : null;

/** The code of the page that is opened; null where it came with the application. */
export const firstChunk: Promise<unknown> | null = isSignedIn
  ? chunkOf(location.pathname).load()
  : null;

// Failures are shown by the views, which ask again.
firstSession?.catch(() => undefined);
firstChunk?.catch(() => undefined);

import { type RenderResult, render } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import { onTestFinished } from 'vitest';
import { HttpClient } from '@/core/api/http-client';
import { LatchkeyApi } from '@/core/api/latchkey-api';
import { AuthManager } from '@/core/auth/auth-manager';
import { SignIn } from '@/core/auth/sign-in';
import { systemClock as clock } from '@/core/runtime/clock';
import { systemRandom as random } from '@/core/runtime/random';
import { storageOrMemory } from '@/core/runtime/storage';
import type { Services } from '@/features/shared/ServicesContext';
import { App } from '../App';
import { takeCallback } from '../callback';
import { onboardingChunk, signedInChunk } from '../chunks';
import { forgetOthersData } from '../forget-others-data';
import { makeQueryClient } from '../query-client';
import { retryWhenOnline } from '../retry-when-online';
import { FakeApi, tokens } from './fake-api';

// Not in the time that a test has to see a page.
await Promise.all([signedInChunk.load(), onboardingChunk.load()]);

interface Opened extends RenderResult {
  api: FakeApi;
  services: Services;
  user: UserEvent;
  /** Addresses outside of the application that it went to. */
  visited: string[];
  /** Addresses of this origin that it asked the server for. */
  reloaded: string[];
}

interface Options {
  api?: FakeApi;
  signedIn?: boolean;
}

/** The whole application at `path`, as main.tsx puts it together, on a fake API. */
export function openApp(
  path: string,
  { api = new FakeApi(), signedIn = true }: Options = {},
): Opened {
  history.replaceState(null, '', path);
  const visited: string[] = [];
  const reloaded: string[] = [];
  const services = fakeServices(api, visited, reloaded);
  if (signedIn) services.auth.setTokens(tokens());
  const queries = makeQueryClient();
  forgetOthersData(services.auth, queries);
  onTestFinished(retryWhenOnline(services.auth, queries));
  const callback = takeCallback(services);
  void services.auth.initialize();
  const view = render(<App services={services} queries={queries} callback={callback} />);
  return { ...view, api, services, visited, reloaded, user: userEvent.setup() };
}

function fakeServices(fake: FakeApi, visited: string[], reloaded: string[]): Services {
  const { fetch } = fake;
  const auth = new AuthManager({
    fetch,
    storage: storageOrMemory(() => localStorage),
    lock: { run: (_waitMs, work) => work() },
    channel: { post: () => undefined, subscribe: () => () => undefined },
    clock,
    random,
  });
  return {
    auth,
    api: new LatchkeyApi(new HttpClient({ fetch, auth, clock })),
    signIn: new SignIn({
      fetch,
      storage: sessionStorage,
      random,
      subtle: { digest: async () => new ArrayBuffer(32) },
      origin: location.origin,
      asksForAccount: () => auth.isSignedOut(),
    }),
    visit: (address) => visited.push(address),
    reload: () => reloaded.push(location.pathname + location.search + location.hash),
  };
}

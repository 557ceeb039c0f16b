import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError, NetworkError, SessionEndedError } from '../errors';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { faults, json, problem } from '../testing/fake-server';

const REFRESH = '/api/auth/refresh';
const THING = '/api/thing';

let browser: FakeBrowser;
let tab: FakeTab;

beforeEach(async () => {
  browser = new FakeBrowser();
  tab = browser.openTab();
  await tab.auth.initialize();
  tab.auth.setTokens(browser.server.signIn());
});

describe('a request', () => {
  it('carries the access token', async () => {
    await tab.http.get(THING);

    const [call] = browser.server.calls(THING);
    expect(call?.headers.get('Authorization')).toBe(`Bearer ${tab.storage.getItem('accessToken')}`);
  });

  it('carries no token where none is needed', async () => {
    browser.server.fault(faults.answering(() => json(200, {})));

    await tab.http.get(THING, { authenticated: false });

    expect(browser.server.calls(THING)[0]?.headers.has('Authorization')).toBe(false);
  });

  it('sends JSON, a query and an idempotency key', async () => {
    browser.server.fault(faults.answering(() => json(201, { id: '1' })));

    await tab.http.post(
      THING,
      { name: 'Ada' },
      { query: { limit: 5, cursor: null }, idempotencyKey: 'k1' },
    );

    const [call] = browser.server.calls(`${THING}?limit=5`);
    expect(call).toMatchObject({ method: 'POST', body: { name: 'Ada' } });
    expect(call?.headers.get('Content-Type')).toBe('application/json');
    expect(call?.headers.get('Idempotency-Key')).toBe('k1');
  });

  it('understands an answer without content', async () => {
    browser.server.fault(faults.answering(() => new Response(null, { status: 204 })));

    await expect(tab.http.delete(THING)).resolves.toBeUndefined();
  });
});

describe('a 401', () => {
  it('is answered by one refresh and one repeat', async () => {
    browser.server.fault(faults.answering(() => problem(401, 'access_token_expired')));

    await expect(tab.http.get(THING)).resolves.toEqual({ session: 'session-1' });

    expect(browser.server.calls(REFRESH)).toHaveLength(1);
    expect(browser.server.calls(THING)).toHaveLength(2);
  });

  it('of ten calls at once makes one refresh', async () => {
    const expired = faults.answering(() => problem(401, 'access_token_expired'));
    for (let i = 0; i < 10; i++) browser.server.fault(expired);

    await Promise.all(Array.from({ length: 10 }, () => tab.http.get(THING)));

    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('makes no refresh when another call has refreshed since', async () => {
    browser.server.fault(async () => {
      await tab.auth.replaceAccessToken(tab.storage.getItem('accessToken') ?? '');
      return problem(401, 'access_token_expired');
    });

    const calling = tab.http.get(THING);
    await browser.clock.advance(100);
    await calling;

    expect(browser.server.calls(REFRESH)).toHaveLength(1);
  });

  it('for a fresh token as well ends the session', async () => {
    const refused = faults.answering(() => problem(401, 'access_token_invalid'));
    browser.server.fault(refused);
    browser.server.fault((respond) => respond());
    browser.server.fault(refused);

    await expect(tab.http.get(THING)).rejects.toMatchObject({ code: 'access_token_invalid' });

    expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', reason: 'refused' });
    expect(browser.server.calls(THING)).toHaveLength(2);
  });

  it('of a revoked session ends it', async () => {
    browser.server.revokeAll();

    const calling = expect(tab.http.get(THING)).rejects.toThrow(SessionEndedError);
    await browser.clock.advance(1000);
    await calling;

    expect(tab.auth.getState()).toMatchObject({ status: 'signedOut', reason: 'revoked' });
  });

  it('keeps the session when the refresh can’t be done now', async () => {
    browser.server.fault(faults.answering(() => problem(401, 'access_token_expired')));
    browser.server.fault(
      faults.answering(() => problem(503, 'unavailable', { 'Retry-After': '60' })),
    );

    await expect(tab.http.get(THING)).rejects.toMatchObject({ code: 'refresh_deferred' });

    expect(tab.auth.getState().status).toBe('signedIn');
  });
});

describe('an error', () => {
  it('tells code, sentence, request id, fields and when to come back', async () => {
    const fields = [{ field: 'name', error: 'Too long.' }];
    browser.server.fault(
      faults.answering(() => problem(422, 'validation_failed', { 'Retry-After': '7' }, { fields })),
    );

    const error = await tab.http.post(THING, {}).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: 'validation_failed',
      message: 'It failed: validation_failed.',
      requestId: 'request-1',
      fields,
      retryAfterMs: 7000,
    });
  });

  it('that isn’t JSON has the status as its code, and nginx’s request id', async () => {
    const page = () =>
      new Response('<html>', { status: 502, headers: { 'X-Request-Id': 'request-2' } });
    browser.server.fault(faults.answering(page));

    await expect(tab.http.get(THING)).rejects.toMatchObject({
      code: 'http_502',
      requestId: 'request-2',
    });
  });

  it('reads Retry-After as a date too', async () => {
    const date = new Date(browser.clock.now() + 90_000).toUTCString();
    browser.server.fault(
      faults.answering(() => problem(503, 'unavailable', { 'Retry-After': date })),
    );

    await expect(tab.http.get(THING)).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });

  it('is a NetworkError when no answer arrives', async () => {
    browser.server.fault(faults.unreachable);

    await expect(tab.http.get(THING)).rejects.toThrow(NetworkError);
  });

  it('is a time-out when the answer takes too long', async () => {
    browser.server.latencyMs = 3_600_000;

    const calling = expect(tab.http.get(THING)).rejects.toMatchObject({ code: 'timeout' });
    await browser.clock.advance(30_000);

    await calling;
  });

  it('is the caller’s own reason when the caller gave up', async () => {
    browser.server.latencyMs = 1000;
    const giveUp = new AbortController();

    const calling = expect(tab.http.get(THING, { signal: giveUp.signal })).rejects.toThrow(
      'enough',
    );
    await browser.clock.advance(10);
    giveUp.abort(new Error('enough'));

    await calling;
  });
});

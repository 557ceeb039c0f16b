// Applications that people open in a browser, protected by auth_pages.conf (docs/protect-your-app.md), with both
// refresh transports and tokens that live for seconds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import pg from 'pg';
import { startApplications } from '../harness/applications.mjs';
import { onboard, signIn, startBrowser } from '../harness/browser.mjs';
import { button, heading } from '../harness/pages.mjs';
import { startStack } from '../harness/stack.mjs';
import { eventually } from '../harness/wait.mjs';

const life = 8; // seconds of an access token, and of the cookie
const first = '/php/index.php';
const second = '/php/index.php?page=second';

for (const transport of ['body', 'cookie']) suite(`with the refresh token in the ${transport}`, () => tests(transport));

function tests(transport) {
  let stack, programs, browser, database;
  let people = 0;

  before(async () => {
    stack = await startStack({
      env: { LATCHKEY_ACCESS_TTL: `${life}`, LATCHKEY_REFRESH_TRANSPORT: transport },
    });
    programs = await startApplications(stack);
    browser = await startBrowser(stack);
    database = new pg.Pool({ ...stack.database, max: 1 });
  });
  after(async () => {
    await browser?.close();
    await database?.end();
    await stack?.stop();
    await programs?.stop();
  });

  // Somebody new who has come to `at` through the sign-in. -> {profile, page, email, id}
  async function visitor(at = first) {
    people += 1;
    const email = `visitor${people}@example.com`;
    const profile = await browser.profile();
    const page = await profile.newPage();
    await page.goto(at);
    await page.waitForURL('**/login?returnTo=*');
    await signIn(page, email);
    await heading(page, 'first');
    const { rows } = await database.query('SELECT id FROM latchkey.users WHERE email = $1', [email]);
    return { profile, page, email, id: rows[0].id };
  }

  const cookieOf = async (profile) =>
    (await profile.cookies()).find(({ name }) => name === '__Host-latchkey-access');
  const expired = (profile) => eventually(async () => (await cookieOf(profile)) === undefined);

  async function rotations(email) {
    const { rows } = await database.query(
      `SELECT count(*)::int FROM latchkey.refresh_tokens AS r JOIN latchkey.sessions AS s ON s.id = r.session_id
         JOIN latchkey.users AS u ON u.id = s.user_id WHERE u.email = $1`,
      [email],
    );
    return rows[0].count;
  }

  // Paths and queries that the profile's pages ask for from now on.
  function asked(profile) {
    const seen = [];
    profile.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      seen.push(pathname + search);
    });
    return seen;
  }

  test('after signing in the page comes that was asked for, and knows its reader', async () => {
    const { profile, page, id } = await visitor(`${first}?keep=1#there`);

    assert.equal(page.url(), `${stack.publicUrl}${first}?keep=1#there`);
    assert.equal(await page.locator('#user').textContent(), id);
    assert.ok(await page.locator('img').evaluate((picture) => picture.decode().then(() => true)));
    assert.deepEqual(profile.problems, []);
    await profile.close();
  });

  test('a link that is clicked after the token has expired leads to its page by one short hop', async () => {
    const { profile, page, email } = await visitor();
    await expired(profile);
    const before = await rotations(email);
    const seen = asked(profile);

    await page.getByRole('link', { name: 'Second page' }).click();
    await heading(page, 'second');

    assert.equal(page.url(), stack.publicUrl + second);
    assert.deepEqual(seen, [
      second,
      `/auth/continue?to=${encodeURIComponent(second)}`,
      '/auth/continue.css',
      '/auth/continue.js',
      '/api/auth/refresh',
      second,
      '/files/picture.svg',
    ]);
    assert.equal(await rotations(email), before + 1);
    await page.goBack(); // the hop is not in the history
    await heading(page, 'first');
    await profile.close();
  });

  test('a link from another site leads to the page without another sign-in', async () => {
    const { profile, page } = await visitor();
    const { server, origin } = await crossSite();
    await page.goto(origin);
    await expired(profile);
    const seen = asked(profile);

    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
    }, stack.publicUrl + second);
    await heading(page, 'second');

    assert.ok(seen.includes('/api/auth/refresh'));
    assert.ok(!seen.some((one) => one.startsWith('/login')));
    server.closeAllConnections();
    server.close();
    await profile.close();
  });

  test('a file comes after the token has expired too, and the page on the way can be left', async () => {
    const { profile, page } = await visitor();
    const click = (download) => page.evaluate((attributes) => {
      const link = Object.assign(document.createElement('a'), { href: '/files/report.csv' }, attributes);
      document.body.append(link);
      link.click();
    }, download ? { download: 'kept.csv' } : {});
    await expired(profile);

    const kept = page.waitForEvent('download');
    await click(true);
    assert.notEqual(await (await kept).failure(), null); // and not the page that renews the session
    const file = page.waitForEvent('download');
    await click(false);

    assert.equal((await file).suggestedFilename(), 'report.csv');
    assert.equal(await (await file).failure(), null);
    await page.getByText('go back, or close this page').waitFor();
    await page.goBack();
    await heading(page, 'first');
    await profile.close();
  });

  test('ten tabs that are opened at once with an expired cookie all come, with one rotation', async () => {
    const { profile, email } = await visitor();
    const tabs = await Promise.all(Array.from({ length: 10 }, () => profile.newPage()));
    await expired(profile);
    const before = await rotations(email);

    const began = Date.now();
    await Promise.all(tabs.map((tab, i) => tab.goto(`${first}?page=tab${i}`)));
    await Promise.all(tabs.map((tab, i) => heading(tab, `tab${i}`)));
    const lives = 1 + Math.floor((Date.now() - began) / (1000 * life)); // one, but on a very busy machine

    const made = (await rotations(email)) - before;
    assert.ok(made >= 1 && made <= lives, `${made} rotations in ${lives} lives`);
    await profile.close();
  });

  test('after signing out in one tab the next click in another leads to the sign-in, and back', async () => {
    const { profile, page, email, id } = await visitor();
    const dashboard = await profile.newPage();
    await dashboard.goto('/dashboard');
    await onboard(dashboard);
    const kept = await profile.newPage();
    await kept.goto(`${first}?page=kept&keep=1`);
    await heading(kept, 'kept');
    await page.goto(first);
    await heading(page, 'first');

    await button(dashboard, /^Account of/).click();
    await button(dashboard, 'Sign out').click();
    await eventually(async () => (await cookieOf(profile)) === undefined);
    await page.getByRole('link', { name: 'Second page' }).click();
    await page.waitForURL('**/login?returnTo=*');
    await kept.waitForURL(`**/login?returnTo=${encodeURIComponent(`${first}?page=kept&keep=1`)}`);
    await signIn(page, email);

    await heading(page, 'second');
    assert.equal(page.url(), stack.publicUrl + second);
    assert.equal(await page.locator('#user').textContent(), id);
    await profile.close();
  });

  test('a page with keep.js that is left open for two lifetimes never loses its cookie', async () => {
    const { profile, page, email } = await visitor(`${first}?keep=1`);
    await page.goto(`${first}?keep=1`);
    const before = await rotations(email);
    const seen = asked(profile);
    const until = Date.now() + 2 * life * 1000;

    await eventually(async () => {
      assert.ok(await cookieOf(profile), 'the cookie is there at any time');
      return Date.now() > until;
    });

    const renewed = (await rotations(email)) - before;
    assert.ok(renewed >= 2 && renewed <= 5, `${renewed} rotations`);
    assert.deepEqual([...new Set(seen)], ['/api/auth/refresh']);
    await page.getByRole('link', { name: 'Second page' }).click();
    await heading(page, 'second');
    assert.deepEqual(seen.filter((one) => one.startsWith('/auth/continue')), []);
    await profile.close();
  });

  test('a page that the browser fetches before anybody opens it starts no round', async () => {
    const { profile, page, email } = await visitor();
    await expired(profile);
    const before = await rotations(email);
    const refused = (at) => stack.log('access').split('\n')
      .some((line) => line.includes(at) && line.includes('"status":401'));

    await page.evaluate(() => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'prefetch', href: '/php/prefetched.php' });
      const rules = document.createElement('script');
      Object.assign(rules, { type: 'speculationrules' });
      rules.textContent = JSON.stringify({ prerender: [{ urls: ['/php/prerendered.php'], eagerness: 'immediate' }] });
      document.head.append(link, rules);
    });
    for (const at of ['/php/prefetched.php', '/php/prerendered.php']) await eventually(() => refused(at));

    assert.doesNotMatch(stack.log('access'), /php\/pre.*"status":302/);
    assert.equal(await rotations(email), before);
    await profile.close();
  });

  test('a form that is sent after the token has expired is told so, and what was typed stays', async () => {
    const { profile, page, id } = await visitor();
    const text = `long thoughts of ${id}`;
    const mine = () => programs.written().filter((line) => line.text === text);
    await page.locator('textarea').fill(text);
    await expired(profile);

    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await button(page, 'Send').click();
    assert.equal((await answer).status(), 401);
    await page.getByText('Sign in to do this.').waitFor();
    assert.equal(new URL(page.url()).pathname, '/php/index.php');
    assert.deepEqual(mine(), []);

    const other = await profile.newPage();
    await other.goto(first);
    await heading(other, 'first');
    await page.goBack();
    await page.waitForFunction((typed) => document.querySelector('textarea')?.value === typed, text);
    await button(page, 'Send').click();
    await heading(page, 'sent');
    assert.deepEqual(mine(), [{ user: id, text, upload: 0 }]);
    await profile.close();
  });

  test('from another origin a form, a fetch, an image and a WebSocket change nothing', async () => {
    const { profile, page, id } = await visitor(`${first}?keep=1`); // the cookie stays valid
    const { seen, sockets } = programs.live;
    for (const { server, origin, isSameSite } of await Promise.all([sameSite(stack), crossSite()])) {
      const before = { written: programs.written().length, seen: seen.length, sockets: sockets.length };
      const stranger = await profile.newPage();
      await stranger.goto(origin);

      const socket = await stranger.evaluate(attack, stack.publicUrl);
      const answer = stranger.waitForResponse(stack.publicUrl + first);
      await stranger.evaluate(sendForm, stack.publicUrl + first);

      // To its own site's pages the browser gives the cookie: there it is the origin that is refused.
      assert.equal((await answer).status(), isSameSite ? 403 : 401);
      assert.equal(socket, 'refused');
      assert.equal(sockets.length, before.sockets);
      assert.equal(programs.written().length, before.written);
      const reached = seen.slice(before.seen);
      assert.deepEqual(reached.filter(({ method }) => method !== 'GET'), []);
      assert.deepEqual(reached.map(({ headers }) => headers['x-user-id']), isSameSite ? [id] : []);
      await stranger.close();
      server.closeAllConnections();
      server.close();
    }
    await page.reload();
    await heading(page, 'first');
    await profile.close();
  });
}

// In a page of another origin. -> whether a WebSocket opened
async function attack(site) {
  const done = (target, good, bad) => new Promise((resolve) => {
    target.addEventListener(good, () => resolve('opened'));
    target.addEventListener(bad, () => resolve('refused'));
  });
  const send = (options) => fetch(`${site}/app/`, { credentials: 'include', ...options }).catch(() => undefined);
  await send({ method: 'POST', mode: 'no-cors', body: 'text=x' });
  await send({ method: 'POST', headers: { 'x-requested-with': 'fetch' }, body: 'text=x' });
  await send({ method: 'DELETE' });
  const picture = new Image();
  const loaded = done(picture, 'load', 'error');
  picture.src = `${site}/app/picture`;
  await loaded;
  return done(new WebSocket(`${site.replace('https', 'wss')}/socket/`), 'open', 'error');
}

function sendForm(url) {
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: url });
  const field = document.createElement('input');
  Object.assign(field, { name: 'text', value: 'x' });
  form.append(field);
  document.body.append(form);
  form.submit();
}

// Another port of the same host over TLS, which is the same site to the browser.
async function sameSite({ dir }) {
  const file = (name) => readFileSync(path.join(dir, 'tls', name));
  const server = https.createServer({ cert: file('server.pem'), key: file('server.key') }, blank);
  return { server, isSameSite: true, origin: `https://localhost:${await listen(server)}/` };
}

async function crossSite() {
  const server = http.createServer(blank);
  return { server, isSameSite: false, origin: `http://127.0.0.1:${await listen(server)}/` };
}

function blank(_request, response) {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>A stranger</title>');
}

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

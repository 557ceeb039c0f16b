// The worked examples of docs/protect-your-app.md, each with a real program behind the same nginx.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { startApplications, example } from '../harness/applications.mjs';
import { startLatchkey } from '../harness/latchkey.mjs';
import { newUser } from '../harness/user.mjs';
import { eventually } from '../harness/wait.mjs';

let latchkey, client, programs;

before(async () => {
  latchkey = await startLatchkey();
  ({ client } = latchkey);
  programs = await startApplications(latchkey, { locations: [uploads, ...cached].join('\n'), server: caches });
});
after(async () => {
  await latchkey?.stop();
  await programs?.stop();
});

// What the page says of uploads, applied to its first example.
const snippet = 'include latchkey/auth_request.conf;';
const uploads = example('JSON API')
  .replace('/app/', '/upload/').replace(snippet, `${snippet} client_max_body_size 20m;`);

// Caches of nginx's own that keep all they can, by the path alone: in front of a program and of PHP, each with
// the snippet and, to see that the cache works, without it.
const keep = (kind) => `${kind}_cache ${kind}; ${kind}_cache_key $uri; ${kind}_cache_valid any 1h;
  ${kind}_ignore_headers Cache-Control Expires Vary Set-Cookie; add_header X-Cache $upstream_cache_status;`;
const program = (at, how) => `location = ${at} {
  ${how}
  ${keep('proxy')}
  proxy_pass http://127.0.0.1:9000;
}`;
const php = (at, how) => `location = ${at} {
  ${how}
  ${keep('fastcgi')}
  include /etc/nginx/fastcgi.conf;
  fastcgi_param SCRIPT_FILENAME /var/www/php/index.php;
  fastcgi_pass unix:/run/php/php-fpm.sock;
}`;
const protection = 'include latchkey/auth_pages.conf;';
const cached = [
  program('/cached/program', protection),
  program('/shared/program', ''),
  php('/cached/php', protection),
  php('/shared/php', "fastcgi_param HTTP_X_USER_ID nobody;"),
];
// And one on the way to Latchkey, as a CDN is, which goes by what answers say.
const caches = `
proxy_cache_path /var/www/cache/proxy keys_zone=proxy:1m;
fastcgi_cache_path /var/www/cache/fastcgi keys_zone=fastcgi:1m;
server {
  listen unix:/var/www/cdn.sock;
  location / {
    proxy_cache proxy;
    proxy_cache_key cdn$uri;
    proxy_set_header Host localhost;
    proxy_pass https://$http_x_latchkey;
    add_header X-Cache $upstream_cache_status;
  }
}`;

const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none', accept: 'text/html' };
const withCookie = ({ accessToken }, headers = {}) => ({
  ...headers, cookie: `__Host-latchkey-access=${accessToken}${headers.cookie ? `; ${headers.cookie}` : ''}`,
});
const ask = (method, at, headers, body) => client.request(method, at, { headers, body, contract: false });
const shown = (text, id) => text.match(new RegExp(`<p id="${id}">(.*?)</p>`))[1];

const pages = ['/php/', '/php/index.php?page=second', '/python/', '/wiki/', '/files/report.csv'];
const requested = ['/app/', '/socket/', '/events/'];

test('who is not signed in reaches no program, and is led to the sign-in where that helps', async () => {
  for (const at of [...pages, ...requested]) {
    const { status, headers } = await ask('GET', at, navigation);
    assert.equal(status, requested.includes(at) ? 401 : 302, at);
    if (status === 302) assert.equal(headers.location, `/auth/continue?to=${encodeURIComponent(at)}`);
    for (const method of ['GET', 'POST']) {
      const answer = await ask(method, at, { 'sec-fetch-mode': 'cors', 'x-user-id': 'forged' });
      assert.equal(answer.status, 401, `${method} ${at}`);
      assert.equal(answer.json.code, 'access_token_missing');
    }
  }
  assert.deepEqual(programs.live.seen, []);
});

test('a PHP page knows who opens it, and sees neither a token nor a forged header', async () => {
  const user = await newUser(latchkey);
  const headers = withCookie(user, { ...navigation, cookie: 'a=1', 'x-user-id': 'forged', X_User_Id: 'forged' });

  for (const at of ['/php/', '/php/index.php?page=second']) {
    const answer = await ask('GET', at, headers);

    assert.equal(answer.status, 200);
    assert.equal(shown(answer.text, 'user'), user.user.id);
    assert.equal(answer.headers['cache-control'], 'private');
    const seen = JSON.parse(answer.headers['x-seen']);
    assert.equal(seen.HTTP_X_ACCOUNT_ID, user.account.id);
    assert.equal(seen.HTTP_COOKIE, 'a=1');
    assert.equal(seen.HTTP_AUTHORIZATION ?? '', '');
    assert.ok(!JSON.stringify(seen).includes(user.accessToken));
    assert.ok(!JSON.stringify(seen).includes('forged'));
  }
  assert.equal((await ask('GET', '/php/none.php', headers)).status, 404);
});

test('Django makes a user of its own for each, and its forms work', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  for (let person = 0; person < 2; person += 1) {
    const user = await newUser(latchkey);
    const page = await ask('GET', '/python/', withCookie(user, navigation));
    const [, token] = page.text.match(/name="csrfmiddlewaretoken" value="(.*?)"/);
    const cookie = page.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
    const headers = withCookie(user, { ...navigation, ...form, cookie, referer: `${latchkey.publicUrl}/python/` });

    const sent = await ask('POST', '/python/', headers, `csrfmiddlewaretoken=${token}&text=hello`);

    assert.equal(shown(page.text, 'user'), user.user.id);
    assert.equal(sent.status, 200, sent.text);
    assert.equal(shown(sent.text, 'user'), user.user.id);
    assert.equal(shown(sent.text, 'written'), 'hello');
    const without = { ...headers, cookie: headers.cookie.replace(/; csrftoken=.*?(?=;|$)/, '') };
    assert.equal((await ask('POST', '/python/', without, 'text=hello')).status, 403); // Django's own check is on
  }
});

test('a product takes the user from the header', async () => {
  const user = await newUser(latchkey);
  const headers = withCookie(user, { 'x-requested-with': 'TiddlyWiki', 'sec-fetch-site': 'same-origin' });
  const note = { title: 'Note', text: 'of one user' };

  const { json: status } = await ask('GET', '/wiki/status', headers);
  const written = await ask('PUT', '/wiki/recipes/default/tiddlers/Note', headers, note);
  const { json: read } = await ask('GET', '/wiki/recipes/default/tiddlers/Note', headers);

  assert.equal(status.username, user.user.id);
  assert.equal(status.anonymous, false);
  assert.equal(written.status, 204);
  assert.equal(read.text, note.text);
});

const socket = (user, origin) =>
  new WebSocket(`wss://localhost:${latchkey.port}/socket/`, { ca: latchkey.ca, origin, headers: withCookie(user) });

test('a WebSocket knows who opens it, and one of another origin is not opened', async () => {
  const user = await newUser(latchkey);
  const own = socket(user, latchkey.publicUrl);
  const [greeting] = await once(own, 'message');
  own.send('hello');
  const [echo] = await once(own, 'message');
  own.close();

  assert.equal(`${greeting}`, user.user.id);
  assert.equal(`${echo}`, 'hello');
  const opened = programs.live.sockets.length;
  for (const origin of ['https://evil.example', `https://sibling.localhost:${latchkey.port}`, 'null', undefined]) {
    const [, answer] = await once(socket(user, origin), 'unexpected-response');
    assert.equal(answer.statusCode, 403, origin);
  }
  assert.equal(programs.live.sockets.length, opened);
});

test('a stream of events arrives as it is sent', async () => {
  const user = await newUser(latchkey);
  const request = https.get(`https://localhost:${latchkey.port}/events/`, {
    ca: latchkey.ca, headers: withCookie(user, { accept: 'text/event-stream' }),
  });
  const [response] = await once(request, 'response');
  let text = '';
  response.on('data', (chunk) => { text += chunk; });

  await eventually(() => text === `data: ${user.user.id}\n\n`);
  programs.live.publish('news');
  await eventually(() => text.endsWith('data: news\n\n'));

  assert.equal(response.headers['cache-control'], 'private');
  request.destroy();
});

test('a file needs no program, and is kept by no shared cache', async () => {
  const user = await newUser(latchkey);

  const whole = await ask('GET', '/files/report.csv', withCookie(user, navigation));
  const part = await ask('GET', '/files/report.csv', withCookie(user, { range: 'bytes=0-4' }));

  assert.equal(whole.text, 'month,sales\n5,7\n');
  assert.equal(whole.headers['cache-control'], 'private');
  assert.match(whole.headers.vary, /\bCookie\b/);
  assert.equal(part.status, 206);
  assert.equal(part.text, 'month');
  const missing = await ask('GET', path.posix.join('/files', 'none.csv'), withCookie(user));
  assert.equal(missing.status, 404);
});

test('an upload may be as large as its location says', async () => {
  const user = await newUser(latchkey);
  const headers = withCookie(user, { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' });
  const upload = 'x'.repeat(5_000_000);

  const taken = await ask('POST', '/upload/', headers, upload);
  const tooLarge = await ask('POST', '/app/', headers, upload);
  const unknown = await ask('POST', '/upload/', { 'content-type': 'text/plain' }, upload);

  assert.equal(taken.status, 200, taken.text.slice(0, 500));
  assert.equal(taken.json.body.length, upload.length);
  assert.equal(tooLarge.status, 413);
  assert.equal(unknown.json.code, 'access_token_missing');
});

for (const kind of ['program', 'php']) {
  test(`a cache in front of a ${kind} gives nobody's page to another`, async () => {
    const users = await Promise.all([newUser(latchkey), newUser(latchkey)]);
    const open = (place, user) => ask('GET', `/${place}/${kind}`, withCookie(user, navigation));

    for (const user of [...users, ...users]) {
      const page = await open('cached', user);
      assert.equal(page.status, 200);
      assert.ok(page.text.includes(user.user.id));
      assert.notEqual(page.headers['x-cache'], 'HIT');
    }
    assert.equal((await ask('GET', `/cached/${kind}`, navigation)).status, 302);
    await open('shared', users[0]);
    assert.equal((await open('shared', users[1])).headers['x-cache'], 'HIT');
  });
}

test('a cache on the way keeps no page, whatever the application says of it', async () => {
  const users = await Promise.all([newUser(latchkey), newUser(latchkey)]);
  const open = (at, user) => new Promise((resolve, reject) => {
    const headers = withCookie(user, { ...navigation, 'x-latchkey': `127.0.0.1:${latchkey.port}` });
    http.get({ socketPath: path.join(programs.folder, 'cdn.sock'), path: at, headers }, async (response) => {
      resolve({ headers: response.headers, text: await text(response) });
    }).on('error', reject);
  });

  for (const at of ['/app/?public=1', '/php/index.php', '/files/report.csv']) {
    for (const user of [...users, ...users]) {
      const page = await open(at, user);
      assert.match(page.headers['cache-control'], /^private/, at);
      assert.equal(page.headers['x-cache'], 'MISS', at);
      if (!at.startsWith('/files')) assert.ok(page.text.includes(user.user.id), at);
    }
  }
  await open('/.well-known/jwks.json', users[0]);
  assert.equal((await open('/.well-known/jwks.json', users[1])).headers['x-cache'], 'HIT');
});

// The welcome mail as others read it: what lib/mail composes, parsed by mailparser, and sent by
// libcurl to a mail server that offers TLS and AUTH or not, and fails in every way.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { startSmtp } from '../fakes/smtp.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';
const build = path.resolve(root, process.env.LATCHKEY_BUILD_DIR ?? `build/${preset}`);
const tool = path.join(build, 'tests/mail_tool');
const latchkey = { name: 'latch@key', password: 'p"w d' };

let smtp;
afterEach(async () => {
  await smtp?.remove();
  smtp = undefined;
});

const compose = (name, ...args) =>
  execFileSync(tool, ['--print', ...args], { input: name, encoding: 'utf8' });

// -> the tool's line, "done", "retry …", "refused …" or "never …".
function send({ url = smtp.url, caFile = smtp.caFile, password = '', hangs = false } = {}) {
  const limits = hangs ? ['--timeout-ms', 400, '--reply-timeout', 1] : [];
  const args = ['--url', url, ...limits, ...(caFile ? ['--ca-file', caFile] : [])];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LATCHKEY_SMTP_PASSWORD: password };
    const child = execFile(tool, args, { env }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout.trim()));
    child.stdin.end('Ada Lovelace');
  });
}

const withUser = () => {
  const url = new URL(smtp.url);
  url.username = encodeURIComponent(latchkey.name);
  return { url: url.href.replace(/\/$/, ''), password: latchkey.password };
};

const names = [
  'Ada Lovelace', 'O\'Brien, Pat "The Cat" \\ (Jr.)', 'Jörg Müller', '李小龍', 'نجيب محفوظ',
  'שלום עליכם', '😀👩‍👩‍👧‍👦🇩🇪', 'e\u0301 combining', '=?UTF-8?Q?not_encoded?=', '?= =?', 'a@b <c@d>', ' Ada ',
  '<script>alert("x")</script>', '{{email}}', '.', 'x'.repeat(200), '😀'.repeat(200),
  'Ada '.repeat(50).trim(), `${'ä'.repeat(99)} ${'ü'.repeat(100)}`,
];
for (const name of names) {
  test(`a foreign parser reads the name ${JSON.stringify(name.slice(0, 24))} as it is`, async () => {
    const raw = compose(name);

    const mail = await simpleParser(raw);

    assert.deepEqual(mail.to.value, [{ name, address: 'ada@example.org' }]);
    assert.equal(mail.subject, `Welcome to app.example.com, ${name}`);
    assert.ok(mail.text.startsWith(`Hello ${name},\n`));
    const escaped = name.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
    assert.ok(mail.html.includes(`<p>Hello ${escaped},</p>`));
    for (const line of raw.split('\r\n')) assert.ok(/^[\t -~]*$/.test(line) && line.length <= 78, line);
  });
}

for (const end of ['\r\n', '\n', '\r', '\r\n\r\n', '\0', '\v']) {
  test(`a name with ${JSON.stringify(end)} adds no header field and no body`, async () => {
    const plain = await simpleParser(compose('Eve  Bcc: eve@example.org'));

    const mail = await simpleParser(compose(`Eve${end}Bcc: eve@example.org`));

    assert.deepEqual([...mail.headers.keys()], [...plain.headers.keys()]);
    assert.match(mail.to.value[0].name, /^Eve +Bcc: eve@example\.org$/);
    assert.equal(mail.to.value.length, 1);
    assert.equal(mail.bcc, undefined);
  });
}

test('has two bodies, a date, a sender and an id of its own', async () => {
  const raw = compose('Ada');

  const mail = await simpleParser(raw);

  assert.equal(mail.messageId, '<welcome.7@app.example.com>');
  assert.deepEqual(mail.from.value, [{ name: 'Latchkey', address: 'no-reply@example.com' }]);
  assert.equal(mail.date.toISOString(), '2026-01-02T03:04:05.000Z');
  assert.equal(mail.headers.get('content-type').value, 'multipart/alternative');
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.equal(compose('Ada'), raw, 'each attempt is the same mail');
});

test('an operator\'s templates replace ours', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-templates-'));
  writeFileSync(path.join(folder, 'welcome.txt'), 'Subject: Grüße, {{full_name}}\n\n.\nÄ {{site}}\n');
  writeFileSync(path.join(folder, 'welcome.html'), '<p title="{{full_name}}">Ä</p>');

  const mail = await simpleParser(compose('"><b>', '--templates', folder));

  rmSync(folder, { recursive: true });
  assert.equal(mail.subject, 'Grüße, "><b>');
  assert.equal(mail.text.trim(), '.\nÄ app.example.com');
  assert.match(mail.html, /<p title="&#34;&#62;&#60;b&#62;">Ä<\/p>/);
});

test('goes to a local mail server in the clear', async () => {
  smtp = await startSmtp();

  assert.equal(await send(), 'done');

  const [{ from, to, secure, parsed }] = smtp.mails;
  assert.deepEqual([from, to, secure], ['no-reply@example.com', ['ada@example.org'], false]);
  assert.equal(parsed.messageId, '<welcome.7@app.example.com>');
});

for (const tls of ['starttls', 'implicit']) {
  for (const method of ['PLAIN', 'LOGIN']) {
    test(`logs in by AUTH ${method} over ${tls}`, async () => {
      smtp = await startSmtp({ tls, user: latchkey, methods: [method] });

      assert.equal(await send(withUser()), 'done');

      assert.deepEqual(smtp.logins, [{ ...latchkey, method, secure: true }]);
      assert.equal(smtp.mails[0].secure, true);
    });
  }
  for (const certificate of ['untrusted', 'wrongHost', 'expired']) {
    test(`says nothing to a server whose certificate is ${certificate}, over ${tls}`, async () => {
      smtp = await startSmtp({ tls, user: latchkey, certificate });

      assert.match(await send(withUser()), /^retry .*(certificate|SSL)/);

      assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
    });
  }
}

test('no password and no mail goes to a server without STARTTLS', async () => {
  smtp = await startSmtp({ user: latchkey });

  assert.match(await send(withUser()), /^retry .*STARTTLS/);

  assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
});

test('a wrong password is ours to fix, and costs no mail', async () => {
  smtp = await startSmtp({ tls: 'starttls', user: latchkey });

  assert.match(await send({ ...withUser(), password: 'guess' }), /^refused .*535/);
});

test('a server that requires a login we do not have refuses us, not the mail', async () => {
  smtp = await startSmtp({ user: latchkey });

  assert.match(await send(), /^refused .*530/);
});

// What each fault at each phase comes to, and how many mails the server then has.
const outcomes = [
  ['refuse', 'connect', /^retry .*550/, 0],
  ['refuse', 'mail', /^refused .*550/, 0],
  ['refuse', 'rcpt', /^bad_address .*550/, 0],
  ['refuse', 'message', /^never .*550/, 0],
  ['defer', 'connect', /^retry .*451/, 0],
  ['defer', 'mail', /^retry .*451/, 0],
  ['defer', 'rcpt', /^retry .*451/, 0],
  ['defer', 'message', /^retry .*451/, 0],
  ['greylist', 'rcpt', /^retry .*450/, 0],
  ['lose250', 'message', /^retry /, 1],
  ['hangAfterAcceptance', 'message', /^retry /, 1],
  ...['connect', 'mail', 'rcpt', 'data', 'message'].flatMap((at) => [
    ['hang', at, /^retry /, 0], ['reset', at, /^retry /, 0]]),
];
for (const [fault, at, outcome, taken] of outcomes) {
  test(`${fault} at ${at}: ${outcome}, and the next attempt is the same mail`, async () => {
    smtp = await startSmtp();
    smtp.fault(fault, { at, times: 2 });

    assert.match(await send({ hangs: fault.startsWith('hang') }), outcome);
    assert.equal(smtp.mails.length, taken);
    if (fault !== 'greylist') smtp.behave();

    assert.equal(await send(), 'done');
    assert.equal(new Set(smtp.mails.map(({ raw }) => raw.toString())).size, 1);
  });
}

test('a server that is down is tried again', async () => {
  smtp = await startSmtp();
  await smtp.stop();

  assert.match(await send(), /^retry .*[Cc]onnect/);

  await smtp.start();
  assert.equal(await send(), 'done');
});

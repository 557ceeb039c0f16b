// The fake mail server, driven by nodemailer as a client that knows nothing of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { startSmtp } from './smtp.mjs';

const latchkey = { name: 'latchkey', password: 'pass word' };
const letter = {
  from: 'Latchkey <hello@example.com>', to: 'Ünï <ada@example.com>', subject: 'Grüße 😀',
  text: 'Hello\n.\nleading dot', html: '<p>Hello</p>', messageId: '<1@example.com>' };
let smtp;

afterEach(() => smtp.remove());

function send(options = {}) {
  const { port, caFile } = smtp;
  const transport = createTransport({
    host: 'localhost', port, secure: smtp.url.startsWith('smtps'),
    connectionTimeout: 1000, greetingTimeout: 300, socketTimeout: 300,
    ...(caFile && { tls: { ca: readFileSync(caFile) } }), ...options });
  return transport.sendMail(letter).finally(() => transport.close());
}

test('keeps a mail as it came, parsed', async () => {
  smtp = await startSmtp();

  await send();

  const [{ from, to, parsed, secure }] = smtp.mails;
  assert.deepEqual([from, to, secure], ['hello@example.com', ['ada@example.com'], false]);
  assert.equal(parsed.subject, letter.subject);
  assert.equal(parsed.to.value[0].name, 'Ünï');
  assert.equal(parsed.text.trim(), letter.text);
  assert.equal(parsed.messageId, letter.messageId);
});

for (const tls of ['starttls', 'implicit']) {
  for (const method of ['PLAIN', 'LOGIN']) {
    test(`${tls} and AUTH ${method}`, async () => {
      smtp = await startSmtp({ tls, user: latchkey, methods: [method] });

      await send({ requireTLS: true, auth: { user: latchkey.name, pass: latchkey.password } });

      assert.deepEqual(smtp.logins, [{ ...latchkey, method, secure: true }]);
      assert.deepEqual([smtp.mails[0].secure, smtp.mails[0].user], [true, latchkey.name]);
    });
  }
}

test('refuses a wrong password', async () => {
  smtp = await startSmtp({ tls: 'starttls', user: latchkey });

  const wrong = send({ auth: { user: latchkey.name, pass: 'guess' } });

  await assert.rejects(wrong, { code: 'EAUTH', responseCode: 535 });
  assert.equal(smtp.mails.length, 0);
});

for (const [certificate, problem] of [
  ['wrongHost', /altnames/], ['expired', /expired/], ['untrusted', /verify|self-signed/],
]) {
  test(`a certificate that is ${certificate} is one that clients refuse`, async () => {
    smtp = await startSmtp({ tls: 'implicit', certificate });

    await assert.rejects(send(), problem);

    assert.equal(smtp.mails.length, 0);
  });
}

for (const at of ['tls', 'auth']) {
  test(`hang at ${at}: no answer and nothing kept`, async () => {
    smtp = await startSmtp({ tls: 'starttls', user: latchkey });
    smtp.fault('hang', { at });

    await assert.rejects(send({ auth: { user: latchkey.name, pass: latchkey.password } }));

    assert.equal(smtp.mails.length, 0);
  });
}

for (const at of ['mail', 'rcpt', 'message']) {
  for (const [fault, responseCode] of [['refuse', 550], ['defer', 451]]) {
    test(`${fault} at ${at}: ${responseCode}, nothing kept, and the next one is taken`, async () => {
      smtp = await startSmtp();
      smtp.fault(fault, { at, times: 1 });

      await assert.rejects(send(), { responseCode });
      await send();

      assert.equal(smtp.mails.length, 1);
    });
  }
}

for (const at of ['connect', 'mail', 'rcpt', 'data', 'message']) {
  for (const fault of ['hang', 'reset']) {
    test(`${fault} at ${at}: no answer and nothing kept`, async () => {
      smtp = await startSmtp();
      smtp.fault(fault, { at, times: 1 });

      await assert.rejects(send());

      assert.equal(smtp.mails.length, 0);
    });
  }
}

for (const fault of ['lose250', 'hangAfterAcceptance']) {
  test(`${fault}: taken, though the client learns nothing of it, and taken again`, async () => {
    smtp = await startSmtp();
    smtp.fault(fault, { times: 1 });

    await assert.rejects(send());
    await send();

    const ids = smtp.mails.map(({ parsed }) => parsed.messageId);
    assert.deepEqual(ids, [letter.messageId, letter.messageId]);
  });
}

test('greylist: each recipient has to be tried twice', async () => {
  smtp = await startSmtp();
  smtp.fault('greylist');

  await assert.rejects(send(), { responseCode: 450 });
  await send();

  assert.equal(smtp.mails.length, 1);
});

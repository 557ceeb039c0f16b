// A mail server for tests, on the packages smtp-server and mailparser: keeps every mail it took,
// each as often as it came, and can refuse, defer, hang and break off at any phase of a session.
//
//   const smtp = await startSmtp({ tls: 'starttls', user: { name: 'latchkey', password: 'pw' } });
//   smtp.fault('lose250', { times: 1 });      // names and phases are in smtp/faults.mjs
//   smtp.mails[0].parsed.subject              // parsed: as mailparser has it
//
//   node smtp.mjs [--port N]                  prints one line when it is ready and one a mail
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { makeCertificate } from './smtp/certificate.mjs';
import { Faults } from './smtp/faults.mjs';

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

class Smtp {
  mails = []; // {from, to, secure, user, raw, parsed, at (ms)}, oldest first
  logins = []; // {name, password, method, secure} of every AUTH, right or wrong
  sessions = 0; // how many have connected
  #options;
  #certificate;
  #server;
  #faults = new Faults();

  constructor(options) {
    this.#options = options;
  }

  async start() {
    const { tls, user, methods, certificate, port, onMail } = this.#options;
    if (tls !== 'none') this.#certificate ??= makeCertificate(certificate);
    this.#server = new SMTPServer({
      ...(this.#certificate && { key: this.#certificate.key, cert: this.#certificate.cert }),
      secure: tls === 'implicit',
      hideSTARTTLS: tls === 'none',
      disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(user ? [] : ['AUTH'])],
      authMethods: methods,
      allowInsecureAuth: true, // so that a password sent in the clear shows in `logins`
      disableReverseLookup: true,
      logger: false,
      onConnect: (session, done) => {
        this.sessions += 1;
        this.#phase('connect', session, done);
      },
      onSecure: (_socket, session, done) => this.#phase('tls', session, done),
      onAuth: (login, session, done) => this.#logIn(login, session, done),
      onMailFrom: (_address, session, done) => this.#phase('mail', session, done),
      onRcptTo: ({ address }, session, done) => this.#phase('rcpt', session, done, address),
      onData: (stream, session, done) => this.#take(stream, session, done, onMail),
    });
    this.#server.on('error', () => {}); // of one connection, e.g. that the client left
    this.#server.listen(this.port ?? port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    this.port = this.#server.server.address().port;
    this.url = `${tls === 'implicit' ? 'smtps' : 'smtp'}://localhost:${this.port}`;
  }

  // Connections are refused until start() is called again; what it has taken stays.
  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#server.connections) connection._socket.destroy();
    await closed;
  }

  async remove() {
    await this.stop();
    this.#certificate?.remove();
  }

  // The CA that a client has to trust; nothing where there is no TLS.
  get caFile() {
    return this.#certificate?.caFile;
  }

  fault(name, options) {
    this.#faults.add(name, options);
  }

  behave() {
    this.#faults.clear();
  }

  #phase(phase, session, done, recipient) {
    const fault = this.#faults.take(phase);
    if (!fault) return done();
    return fault.strike(this.#context(session, done, done, recipient));
  }

  #context(session, answer, proceed, recipient) {
    const cut = () => {
      const { _socket: socket } = [...this.#server.connections].find(({ id }) => id === session.id);
      if (socket.encrypted) socket.destroy();
      else socket.resetAndDestroy();
    };
    return { answer, proceed: () => proceed(), cut, recipient };
  }

  #logIn({ method, username, password }, session, done) {
    this.logins.push({ name: username, password, method, secure: session.secure });
    const { user } = this.#options;
    const isRight = username === user.name && password === user.password;
    const wrong = Object.assign(new Error('Authentication failed'), { responseCode: 535 });
    const goOn = (error) => {
      if (error) return done(error);
      return isRight ? done(undefined, { user: username }) : done(wrong);
    };
    this.#phase('auth', session, goOn);
  }

  async #take(stream, session, done, onMail) {
    const early = this.#faults.take('data');
    if (early) return early.strike(this.#context(session, done, done));
    const { mailFrom, rcptTo } = session.envelope;
    const raw = await readAll(stream);
    const fault = this.#faults.take('message');
    const keep = async () => {
      const parsed = await simpleParser(raw);
      const to = rcptTo.map(({ address }) => address);
      const { secure, user } = session;
      const mail = { from: mailFrom.address, to, secure, user, raw, parsed, at: Date.now() };
      this.mails.push(mail);
      onMail(mail);
    };
    const accept = () => keep().then(() => done(), done);
    if (!fault) return accept();
    if (fault.keepsMail) await keep();
    return fault.strike(this.#context(session, done, accept));
  }
}

// tls: 'none', 'starttls' or 'implicit'. user: {name, password}; nobody logs in without. methods of
// AUTH. certificate: one of smtp/certificate.mjs. port: 0 takes any free one.
export async function startSmtp({
  tls = 'none',
  user,
  methods = ['PLAIN', 'LOGIN'],
  certificate = 'right',
  port = 0,
  onMail = () => {},
} = {}) {
  const smtp = new Smtp({ tls, user, methods, certificate, port, onMail });
  await smtp.start();
  return smtp;
}

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const onMail = ({ to, parsed }) => console.log(`mail: to=${to} subject=${parsed.subject}`);
  const smtp = await startSmtp({ port: Number(values.port), onMail });
  console.log(`ready: LATCHKEY_SMTP_URL=${smtp.url}`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => smtp.remove());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`smtp: ${error.message}`);
    process.exitCode = 1;
  });
}

// A machine to install the package on: Debian with a systemd of its own (tests/harness/box). It
// shares its network, a lone loopback, with the test: what one listens on at 127.0.0.1, the other
// reaches. A box that is given an address has a network of its own, as further hosts do.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'tests', 'harness', 'box');
const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
};

// -> {code, stdout, stderr} of a program of this machine; the code of one that a signal ended is null
function run(command, args, { input, encoding = 'utf8' } = {}) {
  return new Promise((resolve, reject) => {
    const options = { encoding, maxBuffer: Infinity };
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code === 'string') reject(error);
      else resolve({ code: error ? error.code : 0, stdout, stderr });
    });
    child.stdin.on('error', () => {}); // a command need not read what it is given
    child.stdin.end(input);
  });
}

export class Box {
  #container; // box boot
  #console = '';
  #ended;

  constructor(name, address = []) {
    this.name = name;
    this.#container = spawn(program, ['boot', name].concat(address), {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((resolve) => this.#container.on('close', resolve));
    for (const stream of [this.#container.stdout, this.#container.stderr]) {
      stream.on('data', (text) => (this.#console += text)).unref();
    }
    this.#container.unref(); // a box that a failed test forgot need not be waited for
  }

  // Until all that is to start by itself has started.
  async isUp() {
    const state = async () => {
      if (this.#container.exitCode !== null) throw new Error(`${this.name}: ${this.#console}`);
      if (this.pid === undefined) return undefined;
      const { stdout } = await this.exec('systemctl', ['is-system-running', '--wait']);
      return /running|degraded/.exec(stdout)?.[0];
    };
    if ((await eventually(state, { timeout: 120_000 })) === 'running') return;
    throw new Error(`${this.name} starts with failures: ${await this.shell('systemctl --failed')}`);
  }

  // The process id of its systemd, as this machine sees it; another one after a reboot.
  get pid() {
    const group = path.join(process.env.LATCHKEY_BOX_GROUP, this.name, 'payload', 'init.scope');
    return linesOf(path.join(group, 'cgroup.procs')).find(isFirstOfItsNamespace);
  }

  // Runs a program in it, as root where no user is named. -> {code, stdout, stderr}; options:
  // input, env, user, encoding (utf8; 'buffer' for bytes)
  exec(command, args = [], { env = {}, user, ...options } = {}) {
    const variables = Object.entries({ ...environment, ...env }).map((pair) => pair.join('='));
    const become = user === undefined ? [] : ['runuser', '-u', user, '--'];
    const inside = ['env', '-i', ...variables, ...become, command, ...args];
    return run('nsenter', ['-t', this.pid, '-a', '-r', '-w', '--', ...inside], options);
  }

  // Like exec, of what must succeed. -> what it printed
  async do(command, args, options) {
    const { code, stdout, stderr } = await this.exec(command, args, options);
    if (code === 0) return stdout;
    throw new Error(`${command} ${args.join(' ')} (${code}):\n${stdout}${stderr}`);
  }

  // A script for bash that must succeed. -> what it printed
  shell(text, options) {
    return this.do('bash', ['--norc', '-euo', 'pipefail', '-c', text], options);
  }

  async write(file, text, mode = '0644') {
    await this.do('install', ['-D', '-m', mode, '/dev/null', file]);
    await this.do('dd', ['status=none', `of=${file}`], { input: text });
  }

  read(file) {
    return this.do('cat', [file]);
  }

  // A file or folder of this machine, into a folder of the box.
  async copyIn(from, folder) {
    const pack = ['-C', path.dirname(from), '-c', path.basename(from)];
    const { code, stdout, stderr } = await run('tar', pack, { encoding: 'buffer' });
    if (code !== 0) throw new Error(`tar: ${stderr}`);
    await this.do('mkdir', ['-p', folder]);
    await this.do('tar', ['-C', folder, '-x', '--no-same-owner'], { input: stdout });
  }

  // And the other way.
  async copyOut(from, folder) {
    const pack = ['-C', path.dirname(from), '-c', path.basename(from)];
    const archive = await this.do('tar', pack, { encoding: 'buffer' });
    mkdirSync(folder, { recursive: true });
    const unpack = ['-C', folder, '-x', '--no-same-owner'];
    const { code, stderr } = await run('tar', unpack, { input: archive });
    if (code !== 0) throw new Error(`tar: ${stderr}`);
  }

  // The lines of the journal, of one unit where it is named, each as an object of its fields.
  async journal(unit) {
    await this.do('journalctl', ['--sync']);
    const of = unit === undefined ? [] : [`--unit=${unit}`];
    const text = await this.do('journalctl', ['--output=json', '--all', '--no-pager', ...of]);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  // Files stay, /run and processes do not.
  async reboot() {
    const { pid } = this;
    await this.exec('systemctl', ['reboot']);
    await eventually(() => this.pid !== pid, { timeout: 120_000 });
    await this.isUp();
  }

  // Shuts it down; its journal stays in .dev/test/, where a person can look after a failed run.
  async stop() {
    const kept = path.join(root, '.dev', 'test', path.basename(process.argv[1]));
    mkdirSync(kept, { recursive: true });
    const journal = await this.do('journalctl', ['--output=short-precise', '--no-pager']);
    writeFileSync(path.join(kept, `${this.name}.log`), journal);
    this.#container.ref();
    await this.exec('systemctl', ['poweroff']);
    const code = await this.#ended;
    if (code !== 0) throw new Error(`${this.name} (${code}): ${this.#console}`);
  }
}

function isFirstOfItsNamespace(pid) {
  return linesOf(`/proc/${pid}/status`).some((line) => /^NSpid:.*\t1$/.test(line));
}

// None where there is no such file, or its process has ended.
function linesOf(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

// address: in 10.0.0.0/24, where the test is 10.0.0.1; without it the box is on the test's loopback.
export async function startBox({ name = 'box', address } = {}) {
  if (!process.env.LATCHKEY_BOX_GROUP) {
    throw new Error(
      'for ./dev test package; one file, as root: tests/harness/box run .dev/box node FILE',
    );
  }
  const box = new Box(name, address);
  await box.isUp();
  return box;
}

// deb: a file of this machine; the package that ./dev test has built where none is named.
export async function installPackage(box, deb = process.env.LATCHKEY_PACKAGE) {
  await box.copyIn(deb, '/tmp');
  await box.do('apt-get', ['install', '-y', `/tmp/${path.basename(deb)}`]);
}

// A Latchkey of a test's own, as a user starts it: `./dev up --detach` with its state in a temporary
// folder and on free ports. Several can run at once.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

// The caller's environment, but for a Latchkey configuration that is not the test's.
function environment(own) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LATCHKEY_') || name === 'LATCHKEY_DEV_PRESET',
  );
  return { ...Object.fromEntries(kept), ...own };
}

// Runs ./dev in a state folder. -> what it printed; rejects, with all it said, where it fails.
export async function dev(dir, args, env = {}) {
  const own = { LATCHKEY_DEV_PORT: '0', LATCHKEY_DEV_DIR: dir, ...env };
  try {
    return (await run(path.join(root, 'dev'), args, { env: environment(own), cwd: root })).stdout;
  } catch (error) {
    const said = `./dev ${args.join(' ')} failed:\n${error.stdout}${error.stderr}`;
    throw Object.assign(new Error(said), { code: error.code });
  }
}

// The stack whose state is in `dir`, as it is now.
export function openStack(dir, env = {}) {
  const text = (...names) => readFileSync(path.join(dir, ...names), 'utf8').trim();
  const command = (...args) => dev(dir, args, env);
  const port = Number(text('port'));
  return {
    dir,
    port,
    httpPort: Number(text('http_port')),
    url: `https://localhost:${port}`,
    publicUrl: text('url'),
    ca: text('tls', 'ca.pem'),
    // For npm's pg: the cluster's superuser, over its socket.
    database: {
      host: path.join(realpathSync(path.join(dir, 'run')), 'postgres'),
      user: 'postgres',
      database: 'latchkey',
    },
    log: (name) => text('log', `${name}.log`),
    workerPids: (handler) => childrenOf(text('pids', `${handler}.pid`).split(' ')[0]),
    restartWorkers: (...handlers) => command('restart', ...handlers),
    stopPostgres: (mode = 'fast') => command('postgres', 'stop', mode),
    startPostgres: () => command('postgres', 'start'),
    restartPostgres: (mode = 'fast') => command('postgres', 'restart', mode),
    // Ends it; its logs stay in .dev/test/, where a person can look after a failed run.
    async stop() {
      await command('down');
      const kept = path.join(root, '.dev', 'test', path.basename(process.argv[1] ?? 'stack'));
      cpSync(path.join(dir, 'log'), kept, { recursive: true });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function childrenOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

export function temporaryFolder() {
  return mkdtempSync(path.join(tmpdir(), 'latchkey-'));
}

// env: LATCHKEY_* variables of this stack; with no LATCHKEY_OIDC_ISSUER among them it has the local
// provider.
export async function startStack({ env = {} } = {}) {
  const dir = temporaryFolder();
  await dev(dir, ['up', '--detach'], env);
  return openStack(dir, env);
}

// {dir, issuer} of the stack that tests/harness/with-stack.mjs runs; issuer: where it has a fake of an
// OpenID provider and not the local one.
export const shared = process.env.SHARED_STACK && JSON.parse(process.env.SHARED_STACK);

// That stack, with the local provider, which other files use at the same time: for tests that have
// users of their own and change nothing else. Where there is none, one of its own.
export function sharedStack() {
  if (!shared) return startStack();
  return { ...openStack(shared.dir), stop: () => {} };
}

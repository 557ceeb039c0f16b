// ./dev up as people use it: Ctrl-C, a second start, two stacks side by side.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '../harness/client.mjs';
import { dev, openStack, startStack, temporaryFolder } from '../harness/stack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

// ./dev up in the foreground, until it has printed its address.
async function up() {
  const child = spawn('./dev', ['up'], {
    cwd: root,
    env: { ...process.env, LATCHKEY_DEV_DIR: folder, LATCHKEY_DEV_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (/^https:\/\/localhost:\d+$/m.test(said)) return { child, said };
  }
  throw new Error(`./dev up ended:\n${said}`);
}

async function interrupt(child) {
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.stdout.destroy();
  child.kill('SIGINT');
  return ended;
}

async function isHealthy(stack) {
  const client = new Client(stack);
  try {
    return (await client.get('/api/health')).status === 200;
  } finally {
    client.close();
  }
}

// Processes that have the stack's folder in their command or environment.
function processesOf(dir) {
  const read = (file) => {
    try {
      return readFileSync(file, 'latin1');
    } catch {
      return ''; // it has ended meanwhile
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => `${read(`/proc/${pid}/cmdline`)}${read(`/proc/${pid}/environ`)}`.includes(dir))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
}

test('Ctrl-C ends all of one stack and nothing of another, and it starts again', async () => {
  const other = await startStack();
  try {
    const first = await up();
    assert.match(first.said, /Making a private Postgres cluster/);
    assert.ok(await isHealthy(openStack(folder)));
    assert.ok(processesOf(folder).length > 10);

    await interrupt(first.child);
    assert.deepEqual(processesOf(folder), []);
    assert.ok(await isHealthy(other));

    const second = await up();
    assert.doesNotMatch(second.said, /Making a private Postgres cluster/);
    assert.ok(await isHealthy(openStack(folder)));
    await interrupt(second.child);
    assert.deepEqual(processesOf(folder), []);
  } finally {
    await other.stop();
  }
});

// Whichever way it is started, and whichever of its ports another program has.
for (const [name, args] of [
  ['LATCHKEY_DEV_PORT', ['up']],
  ['LATCHKEY_DEV_PORT', ['up', '--detach']],
  ['LATCHKEY_DEV_HTTP_PORT', ['up', '--detach']],
]) {
  test(`./dev ${args.join(' ')} stops at a port in use, and names ${name}`, async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.on('listening', resolve));
    const { port } = other.address();
    const taken = temporaryFolder();
    try {
      await assert.rejects(dev(taken, args, { [name]: `${port}` }), (error) => {
        assert.equal(error.code, 1);
        assert.ok(error.message.includes(`dev: port ${port} is in use by another program; `));
        assert.ok(error.message.trimEnd().endsWith(`(${name}=0)`), error.message);
        return true;
      });
      assert.deepEqual(processesOf(taken), []);
    } finally {
      other.close();
      rmSync(taken, { recursive: true, force: true });
    }
  });
}

// Runs a command while a stack is up that its tests can share: with-stack.mjs openid|local COMMAND…
// openid: with a fake of an OpenID provider (sharedLatchkey); local: with that of ./dev up (sharedStack).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startLatchkey } from './latchkey.mjs';
import { startStack } from './stack.mjs';

const [kind, command, ...args] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child?.kill(signal));

let child;
const stack = kind === 'openid' ? await startLatchkey() : await startStack();
try {
  const SHARED_STACK = JSON.stringify({ dir: stack.dir, issuer: stack.provider?.issuer });
  child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, SHARED_STACK } });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await stack.stop();
}

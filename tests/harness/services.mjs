// Services of a stack, made as an operator makes them, and the admin command itself.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const preset = process.env.LATCHKEY_DEV_PRESET ?? 'dev';
const program = fileURLToPath(new URL(`../../build/${preset}/bin/latchkey`, import.meta.url));

// -> what `latchkey …` prints against this stack; rejects where it fails.
export async function admin({ dir }, ...args) {
  const env = { PATH: process.env.PATH, LATCHKEY_CONFIG: path.join(dir, 'latchkey.conf') };
  return (await run(program, args, { env })).stdout;
}

// -> its token
export async function addService(latchkey, name, ...scopes) {
  const said = await admin(latchkey, 'services', 'add', name, '--scope', scopes.join());
  return /\blks_[\w-]{43}(?![\w-])/.exec(said)[0];
}

// The programs that a bench measures, and how they are run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET);

export const program = (name) => path.join(build, 'bin', name);
// A checkout of another revision with a release build, to compare with; undefined where none is named.
const formerTree = process.env.LATCHKEY_BENCH_FORMER;
export const former = formerTree && path.join(formerTree, 'build/release/bin/latchkey-auth-verify');
export const nothing = path.join(build, 'bench', 'nothing');

// How workers and cron of a bench find their configuration.
export const environment = (bench) => ({
  PATH: process.env.PATH,
  LATCHKEY_CONFIG: path.join(bench.latchkey.dir, 'latchkey.conf'),
});

// Runs latchkey-cron to its end; rejects where it fails.
export async function cron(bench, args = [], env = {}) {
  const options = { env: { ...environment(bench), ...env }, stdio: 'ignore' };
  const [code] = await once(spawn(program('latchkey-cron'), args, options), 'close');
  if (code !== 0) throw new Error(`latchkey-cron ${args} ended with ${code}`);
}

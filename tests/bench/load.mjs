// wrk and pgbench, and what they measured.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = fileURLToPath(new URL('load/', import.meta.url));

// One run of wrk: script is one of load/*.lua, with its file of lines. pause: milliseconds before a
// request. -> {rate (requests/s), requests, p50, p99 (ms)}; rejects where a request failed.
export async function wrk(url, script, file, { seconds, connections = 16, pause = 0 }) {
  const args = [
    '-t',
    '1',
    '-c',
    String(connections),
    '-d',
    `${seconds}s`,
    '--timeout',
    '10s',
    '-s',
    path.join(scripts, script),
    url,
    '--',
    file,
    String(pause),
  ];
  const { stdout } = await run('wrk', args, { cwd: scripts });
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
  if (result.refused + result.broken > 0 || result.requests === 0) {
    throw new Error(`wrk ${url}: ${JSON.stringify(result)}\n${stdout}`);
  }
  return {
    requests: result.requests,
    rate: result.requests / result.seconds,
    p50: result.p50 / 1000,
    p99: result.p99 / 1000,
  };
}

// Asks until each worker has met each token: it remembers those that it has verified. The kernel
// gives a request to either of them, so eight turns leave few strangers.
export async function warm(url, file, { seconds }) {
  const tokens = readFileSync(file, 'utf8').trim().split('\n').length;
  for (let asked = 0; asked < 8 * tokens; ) {
    asked += (await wrk(url, 'get.lua', file, { seconds })).requests;
  }
}

// -> calls/s over `connections`
export async function pgbench(
  { host, user, database },
  script,
  { seconds, connections = 2, variables },
) {
  const set = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(connections),
    '-T',
    String(seconds),
    ...set,
    '-f',
    path.join(scripts, script),
    '-h',
    host,
    '-U',
    user,
    database,
  ];
  const { stdout } = await run('pgbench', args);
  return Number(/^tps = ([\d.]+)/m.exec(stdout)[1]);
}

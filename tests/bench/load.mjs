// wrk and pgbench, and what they measured.
import { execFile } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = fileURLToPath(new URL('load/', import.meta.url));

// One run of wrk: script is one of load/*.lua, with its file of lines. pause: milliseconds before a
// request. by: how the script sends its tokens. -> {rate (requests/s), requests, p50, p99 (ms)}; rejects where a request failed.
export async function wrk(url, script, file, { seconds, connections = 16, pause = 0, by = '' }) {
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
    by,
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

// -> calls/s over `connections`; settings: of the server, for these.
export async function pgbench(
  { host, user, database },
  script,
  { seconds, connections, variables, settings = {} },
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
  const PGOPTIONS = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const { stdout } = await run('pgbench', args, { env: { ...process.env, PGOPTIONS } });
  return Number(/^tps = ([\d.]+)/m.exec(stdout)[1]);
}

// What a commit waits for at least: milliseconds until a page is on the disk under `folder`.
export function flushTime(folder) {
  const file = path.join(folder, 'flush');
  const fd = openSync(file, 'w');
  const page = Buffer.alloc(8192);
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    writeSync(fd, page, 0, page.length, 0);
    fdatasyncSync(fd);
    return performance.now() - start;
  });
  closeSync(fd);
  rmSync(file);
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}

// Whether the table of refresh tokens keeps its size: 30 days of 5,000 users, by the real functions
// and the real `latchkey-cron purge`, with a database whose clock is put forward (month.sql).
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { wrk } from './load.mjs';
import { cron } from './programs.mjs';
import { median } from './report.mjs';
import { range, users } from './stack.mjs';

const run = promisify(execFile);
const script = fileURLToPath(new URL('month.sql', import.meta.url));

const days = 30;
const settled = 10; // tokens live for a week and are kept for a day more; and two to settle
const refreshesADay = 12; // three hours with the application open: one every 15 minutes
const firstUser = 4_000_000;

export async function month(bench, table, { seconds, rounds }) {
  bench.seed(firstUser, firstUser + users - 1, { raw: true });
  bench.psql('-f', script);
  await bench.latchkey.restartWorkers('auth-refresh');
  try {
    let then;
    for (let day = 1; day <= days; day += 1) {
      await live(bench, day);
      if (day === settled) then = await look(bench, table, { seconds, rounds }, day);
    }
    const now = await look(bench, table, { seconds, rounds }, days);
    const rows = ['refresh_tokens, size', 'POST refresh, p50'];
    for (const [i, name] of rows.entries()) {
      table.add(`${name}, day ${days} to day ${settled}`, '', now[i] / then[i], { most: 1.2 });
    }
  } finally {
    bench.psql('-c', 'ALTER SYSTEM RESET autovacuum_naptime', '-c', 'SELECT FROM pg_reload_conf()');
  }
}

// A day of refreshes, by two at a time, and its purge.
async function live(bench, day) {
  const half = users / 2;
  await Promise.all([
    refresh(bench, day, firstUser, firstUser + half - 1),
    refresh(bench, day, firstUser + half, firstUser + users - 1),
  ]);
  bench.psql('-c', `ALTER DATABASE latchkey SET bench.clock = '${day} days'`);
  await cron(bench, ['purge']);
}

function refresh(bench, day, first, last) {
  const statements = range(0, refreshesADay).flatMap((i) => [
    '-c',
    `SET bench.clock = '${day} days ${15 * i} minutes'`,
    '-c',
    `CALL bench.refresh_all(${first}, ${last}, ${(day - 1) * refreshesADay + i})`,
  ]);
  return run('psql', bench.psqlArguments(statements));
}

// -> size of the table with its indexes (MB), and how long one user waits for a refresh (ms)
async function look(bench, table, { seconds, rounds }, day) {
  const bytes = bench.psql('-c', "SELECT pg_total_relation_size('latchkey.refresh_tokens')");
  table.add(`refresh_tokens, day ${day}`, 'MB', Number(bytes) / 2 ** 20);
  const p50 = [];
  for (let round = 0; round < rounds; round += 1) {
    const tokens = bench.refreshTokens();
    const url = `${bench.http}/api/auth/refresh`;
    const one = await wrk(url, 'refresh.lua', tokens, { seconds, connections: 1 });
    table.add(`POST refresh, day ${day}, p50`, 'ms', one.p50);
    p50.push(one.p50);
  }
  return [Number(bytes), median(p50)];
}

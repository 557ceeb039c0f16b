// Where a request's time goes, layer by layer, in microseconds: the processor time that each layer's
// processes take for a request under full load; and for one user alone, how long each layer takes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { childrenOf } from '../harness/stack.mjs';
import { pgbench, warm, wrk } from './load.mjs';
import { chains, range, users } from './stack.mjs';

export async function layers(bench, table, { seconds, rounds }) {
  const access = bench.accessTokens(range(1, users));
  const { latchkey } = bench;
  const routes = {
    nothing: { url: '/bench/nothing', workers: childrenOf(bench.nothing.pid) },
    verify: { url: '/bench/verify', workers: latchkey.workerPids('auth-verify') },
    session: { url: '/api/auth/session', workers: latchkey.workerPids('auth-session') },
    refresh: { url: '/api/auth/refresh', workers: latchkey.workerPids('auth-refresh') },
  };
  for (const { url } of [routes.verify, routes.session]) {
    await warm(bench.http + url, access, { seconds });
  }
  for (let round = 0; round < rounds; round += 1) {
    const processor = {};
    const alone = {};
    for (const [of, { url, workers }] of Object.entries(routes)) {
      const ask = (options) =>
        of === 'refresh'
          ? wrk(bench.http + url, 'refresh.lua', bench.refreshTokens(), { seconds, ...options })
          : wrk(bench.http + url, 'get.lua', access, { seconds, ...options });
      [, processor[of]] = await processorTimes(latchkey, workers, ask);
      alone[of] = 1000 * (await ask({ connections: 1 })).p50;
      for (const [layer, time] of Object.entries(processor[of])) {
        table.add(`${of}: processor, ${layer}`, 'µs', time);
      }
    }
    const database = await databaseAlone(bench, seconds);
    const own = processor.refresh.worker - processor.nothing.worker;
    const rest = {
      verify: { worker: alone.verify - alone.nothing },
      session: { worker: alone.session - alone.nothing - database.session },
      // Flushes take so differently long that what else there is must be known by itself.
      refresh: { worker: own, disk: alone.refresh - alone.nothing - own - database.refresh },
    };
    table.add('nothing: alone, all', 'µs', alone.nothing);
    for (const [of, { worker, disk }] of Object.entries(rest)) {
      table.add(`${of}: alone, all`, 'µs', alone[of]);
      table.add(`${of}: alone, nginx and FastCGI`, 'µs', alone.nothing);
      table.add(`${of}: alone, worker`, 'µs', worker);
      if (database[of]) table.add(`${of}: alone, round trip to Postgres`, 'µs', database[of]);
      if (disk) table.add(`${of}: alone, commit to disk`, 'µs', disk);
    }
  }
}

// -> [what `ask` measured, microseconds of the processor by layer for each of its requests]
export async function processorTimes(latchkey, workers, ask) {
  const pidIn = (...names) =>
    readFileSync(path.join(latchkey.dir, ...names), 'utf8').split(/\s/)[0];
  const layersOf = {
    nginx: childrenOf(pidIn('pids', 'nginx.pid')),
    worker: workers,
    Postgres: childrenOf(pidIn('postgres', 'postmaster.pid')),
  };
  const pids = Object.values(layersOf).flat();
  const before = new Map(pids.map((pid) => [pid, timeOf(pid)]));
  const asked = await ask();
  const spent = (pid) => Math.max(timeOf(pid) - before.get(pid), 0);
  const sum = (own) => own.reduce((all, pid) => all + spent(pid), 0);
  const times = Object.entries(layersOf).map(([layer, own]) => [
    layer,
    sum(own) / 1000 / asked.requests,
  ]);
  return [asked, Object.fromEntries(times)];
}

// Nanoseconds that a process has been on a processor; 0 where it has ended.
function timeOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}

// How long the database takes for one call at a time, but for the disk, in microseconds.
async function databaseAlone(bench, seconds) {
  const call = async (script, variables, settings) => {
    const options = { seconds, connections: 1, variables, settings };
    return 1e6 / (await pgbench(bench.latchkey.database, script, options));
  };
  const base = bench.seedChains(1, true);
  return {
    session: await call('session.pgbench', { users }),
    refresh: await call(
      'refresh.pgbench',
      { base, chains, k: -1, n: -1 },
      { synchronous_commit: 'off' },
    ),
  };
}

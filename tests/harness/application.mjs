// A plain application that knows nothing of Latchkey, behind the nginx of a stack. It remembers what
// reached it and answers with that.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from './wait.mjs';

// A request with its body.
export async function describe(request) {
  const { method, url, headers, rawHeaders } = request;
  const names = rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  return { method, url, headers, names, body: await text(request) };
}

export async function startApplication() {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    seen.push(await describe(request));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(seen.at(-1)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    port: server.address().port,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

// Adds an operator's configuration to a stack's nginx and waits until nothing else is in effect.
// `locations`: within Latchkey's server; `server`: a block beside it.
export async function configureGateway({ dir, client }, { locations, server }) {
  const conf = path.join(dir, 'nginx', 'conf');
  if (locations !== undefined) {
    mkdirSync(path.join(conf, 'latchkey', 'locations.d'), { recursive: true });
    writeFileSync(path.join(conf, 'latchkey', 'locations.d', 'application.conf'), locations);
  }
  if (server !== undefined) {
    const file = path.join(conf, 'nginx.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\}\s*$/, () => `${server}\n}\n`));
  }
  const [pid] = readFileSync(path.join(dir, 'pids', 'nginx.pid'), 'utf8').split(' ');
  const former = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  process.kill(Number(pid), 'SIGHUP');
  // A former worker may answer until it has gone, and takes its idle connections with it.
  await eventually(() => former.every((child) => !existsSync(`/proc/${child}`)));
  client?.agent.destroy();
}

// A program with a JSON API, a WebSocket that says who it is for and sends back what it gets, and a stream of
// events. It remembers what reached it: `seen` and `sockets`.
import http from 'node:http';
import { WebSocketServer } from 'ws';
import { describe } from '../application.mjs';

export async function startLive() {
  const seen = [];
  const sockets = [];
  const streams = new Set();
  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    seen.push(await describe(request));
    if (!pathname.startsWith('/events/')) {
      // What an application says of caching that did not think of its users.
      if (searchParams.has('public')) response.setHeader('cache-control', 'public, max-age=3600');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(seen.at(-1)));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${request.headers['x-user-id']}\n\n`);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  new WebSocketServer({ server }).on('connection', (socket, { headers }) => {
    sockets.push(headers);
    socket.send(headers['x-user-id']);
    socket.on('message', (data) => socket.send(data, { binary: false }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    sockets,
    address: `127.0.0.1:${server.address().port}`,
    publish: (text) => streams.forEach((stream) => stream.write(`data: ${text}\n\n`)),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

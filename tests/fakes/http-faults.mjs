// Ways in which an HTTP service fails: each takes the request's socket and the answer that would
// have been sent, and sends something worse, or nothing.
const megabyte = 1024 * 1024;

export function send(response, { status, headers = {}, body = '' }) {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

export const httpFaults = {
  reset: ({ request }) => request.socket.resetAndDestroy(),
  http500: ({ response }) => send(response, { status: 500, body: 'internal error' }),
  http429: ({ response }) => send(response, { status: 429, headers: { 'retry-after': '1' } }),
  hang: () => {},
  slow: ({ response, answer, ms = 1000 }) => void setTimeout(() => send(response, answer), ms),
  garbage: ({ response }) =>
    send(response, { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":' }),
  hugeBody: ({ response, answer }) =>
    send(response, { ...answer, body: `${' '.repeat(megabyte)}${answer.body}` }),
  redirect: ({ response, origin }) =>
    send(response, { status: 302, headers: { location: `${origin}/redirected` } }),
  partialBody: ({ request, response, answer }) => {
    const body = Buffer.from(answer.body);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
  },
};


// The bytes of one FastCGI request (FastCGI 1.0, section 3.3), for tests that speak to a worker
// without nginx between.
const BEGIN_REQUEST = 1, PARAMS = 4, STDIN = 5, RESPONDER = 1, ID = 1;

function record(type, content) {
  const header = Buffer.from([1, type, 0, ID, content.length >> 8, content.length & 0xff, 0, 0]);
  return Buffer.concat([header, content]);
}

function pair(name, value) {
  const length = (text) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE((Buffer.byteLength(text) | 0x80000000) >>> 0);
    return size;
  };
  return Buffer.concat([length(name), length(value), Buffer.from(name), Buffer.from(value)]);
}

// `end: false` leaves STDIN open, as from a client that has not sent all of its body.
export function fastcgiRequest(params, body, { end = true } = {}) {
  return Buffer.concat([
    record(BEGIN_REQUEST, Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0])),
    record(PARAMS, Buffer.concat(Object.entries(params).map(([name, value]) => pair(name, value)))),
    record(PARAMS, Buffer.alloc(0)),
    record(STDIN, Buffer.from(body)),
    ...(end ? [record(STDIN, Buffer.alloc(0))] : []),
  ]);
}

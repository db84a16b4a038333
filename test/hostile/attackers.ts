/**
 * A separate process with all malicious servers (which violate RFC 9112, 9113 and 8446), so that floods do not take
 * time from the tested event loop. Receives the files `{ cert, key }` and answers with a port per name.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { attacks2 } from './attacks-2.ts';

export type Attack = (socket: Socket) => void;

/** Sends `chunk` again and again, as fast as the other side reads. */
export function flood(socket: Socket, chunk: Buffer | string): void {
  function more(): void {
    while (!socket.destroyed && socket.writable) if (!socket.write(chunk)) return;
  }
  socket.on('drain', more);
  more();
}

/** Sends the text, one byte per tick. */
function trickle(socket: Socket, text: string, everyMs: number): void {
  let next = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || next >= text.length) clearInterval(timer);
    else socket.write(text.charAt(next++));
  }, everyMs);
}

/** Attacks when the request has arrived. */
function afterRequest(attack: Attack): Attack {
  return (socket) => {
    socket.once('data', () => attack(socket));
  };
}

function answer(text: string | Buffer): Attack {
  return afterRequest((socket) => socket.end(text));
}

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const ZEROS = Buffer.alloc(200 * 1024 * 1024);
const GZIP = gzipSync(ZEROS, { level: 9 });
const BROTLI = brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });

function coded(coding: string, body: Buffer): Attack {
  return answer(Buffer.concat([Buffer.from(`${OK}Content-Encoding: ${coding}\r\n\r\n`), body]));
}

function redirect(location: (path: string) => string): Attack {
  return (socket) => {
    socket.once('data', (request: Buffer) => {
      const [, path = '/'] = request.toString('latin1').split(' ', 2);
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location(path)}\r\nContent-Length: 0\r\n\r\n`);
    });
  };
}

function floodAfter(head: string, chunk: string): Attack {
  const many = Buffer.from(chunk.repeat(Math.max(1, Math.floor(65_536 / chunk.length))));
  return afterRequest((socket) => {
    socket.write(head);
    flood(socket, many);
  });
}

const PLAIN: Readonly<Record<string, Attack>> = {
  healthy: answer(`${OK}Content-Length: 2\r\nConnection: close\r\n\r\nok`),
  'endless body': floodAfter(`${OK}\r\n`, 'x'.repeat(65_536)),
  'a byte at a time in the header': afterRequest((socket) => trickle(socket, `${OK}X-Slow: ${'y'.repeat(9_000)}`, 20)),
  'a byte at a time in the body': afterRequest((socket) => {
    socket.write(`${OK}\r\n`);
    trickle(socket, 'y'.repeat(9_000), 20);
  }),
  'a megabyte of header': answer(`${OK}X-Large: ${'y'.repeat(1_000_000)}\r\n\r\n`),
  '100,000 headers': answer(`${OK}${Array.from({ length: 100_000 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\n`),
  'endless header': floodAfter(OK, 'X-More: y\r\n'),
  'endless trailers': floodAfter(`${CHUNKED}0\r\n`, 'X-More: y\r\n'),
  'endless interim answers': floodAfter('', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
  'endless empty lines': floodAfter('', '\r\n'),
  garbage: answer(Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + 131) % 256))),
  'reset in mid-body': afterRequest((socket) => {
    socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`, () => setTimeout(() => socket.resetAndDestroy(), 20));
  }),
  'shorter than its length': answer(`${OK}Content-Length: 1000\r\n\r\nshort`),
  'longer than its length': answer(`${OK}Content-Length: 2\r\n\r\nok${'z'.repeat(100_000)}`),
  'negative length': answer(`${OK}Content-Length: -1\r\n\r\nok`),
  'absurd length': answer(`${OK}Content-Length: 99999999999999999999999\r\n\r\nok`),
  'two lengths': answer(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`),
  'redirect loop': redirect((path) => (path === '/a' ? '/b' : '/a')),
  'redirect that grows': redirect((path) => `/${'\u00e9'.repeat(30_000)}${path.length}`),
  'redirect to a file': redirect(() => 'file:///etc/passwd'),
  'redirect to another scheme': redirect(() => 'gopher://127.0.0.1/1'),
  'redirect to a script': redirect(() => `javascript:${'alert(1);'.repeat(5_000)}`),
  'gzip bomb': coded('gzip', GZIP),
  'brotli bomb': coded('br', BROTLI),
  'bomb within a bomb': coded('gzip, gzip', gzipSync(GZIP)),
  'compressed a hundred times': coded(Array.from({ length: 100 }, () => 'gzip').join(','), GZIP),
  'endless chunk extension': floodAfter(`${CHUNKED}1;`, 'e'.repeat(65_536)),
  'chunks of a byte': floodAfter(CHUNKED, '1\r\ny\r\n'),
  'chunks of a byte in long lines': floodAfter(CHUNKED, `1;${'e'.repeat(15_000)}\r\ny\r\n`),
  'chunk of a negative size': answer(`${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`),
  silence: () => {},
  'never finishes TLS': (socket) => socket.write(Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02])),
  'alerts without end': (socket) => flood(socket, Buffer.from('15030300020100'.repeat(5_000), 'hex')),
  'closes at once': (socket) => socket.end(),
  'endless text': (socket) => flood(socket, 'x'.repeat(65_536)),
  'a byte at a time': (socket) => {
    socket.setNoDelay(true);
    trickle(socket, 'y'.repeat(9_000), 1);
  },
};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function main({ cert, key }: { cert: string; key: string }): Promise<void> {
  const ports: Record<string, number> = {};
  for (const [name, attack] of Object.entries(PLAIN)) {
    ports[name] = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        attack(socket);
        socket.resume();
      }),
    );
  }
  const files = { cert: readFileSync(cert), key: readFileSync(key) };
  const absurd = createTlsServer(files, (socket) => {
    socket.on('error', () => {});
    socket.end();
  });
  ports['absurd names'] = await listen(absurd);
  for (const [name, attack] of Object.entries(attacks2)) {
    const server = createTlsServer({ ...files, ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => {});
      attack(socket);
      socket.resume();
    });
    server.on('tlsClientError', () => {});
    ports[name] = await listen(server);
  }
  process.send?.(ports);
}

process.once('message', (files) => void main(files as { cert: string; key: string }));
process.once('disconnect', () => process.exit(0));

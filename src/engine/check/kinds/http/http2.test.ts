/** The HTTP kind against an HTTP/2 server that breaks off, refuses, floods and sends one elsewhere. */
import { readFile } from 'node:fs/promises';
import { constants, createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { keptConnections } from './run.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available(OPENSSL_PACKAGES);

describe.skipIf(skip)(`over HTTP/2${reason}`, () => {
  let files: Certificates;
  let server: Http2SecureServer;
  let behave: (stream: ServerHttp2Stream) => void = () => {};
  const sockets = new Set<Socket>();
  let connections = 0;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    const [cert, key] = await Promise.all([readFile(files.good.certificate), readFile(files.good.key)]);
    server = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
      // HTTP/2 is answered by the 'stream' listener.
      if (request.httpVersionMajor === 1) response.end('over HTTP/1.1');
    });
    server.on('stream', (stream) => {
      stream.on('error', () => {});
      behave(stream);
    });
    server.on('session', (session) => session.on('error', () => {}));
    server.on('sessionError', () => {});
    server.on('connection', (socket: Socket) => {
      connections++;
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => keptConnections.dispose());

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
    await files?.dispose();
  });

  async function checkAgainst(behaviour: typeof behave, fields: Omit<EndpointInput, 'kind'> = {}) {
    behave = behaviour;
    connections = 0;
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return checkOnce({ kind: 'http', url: `https://localhost:${port}/`, ...fields });
  }

  async function untilAllClosed(): Promise<void> {
    while (sockets.size > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  it('reads an answer after an interim one', async () => {
    const { failure, details } = await checkAgainst((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond({ ':status': 200 });
      stream.end('hi');
    });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, bytes: 2, httpVersion: '2' });
    await untilAllClosed();
  });

  it('sends a body', async () => {
    const { failure } = await checkAgainst(
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.pipe(stream);
      },
      { method: 'POST', body: 'echo', keyword: 'echo' },
    );
    expect(failure).toBeNull();
  });

  it.each<[string, typeof behave, string, string]>([
    ['the stream is reset', (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 'protocol.error', 'wait'],
    ['the stream is refused', (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM), 'connection.reset', 'wait'],
    ['the session is destroyed', (stream) => stream.session?.destroy(), 'connection.reset', 'wait'],
    ['the session ends with an error', (stream) => stream.session?.destroy(new Error('x')), 'protocol.error', 'wait'],
    [
      'the connection closes within the body',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('hi', () => setImmediate(() => sockets.forEach((socket) => socket.destroy())));
      },
      'connection.reset',
      'transfer',
    ],
    [
      'the stream is reset within the body',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('hi', () => setImmediate(() => stream.destroy(new Error('x'))));
      },
      'protocol.error',
      'transfer',
    ],
    [
      'the body is shorter than it says',
      (stream) => {
        stream.respond({ ':status': 200, 'content-length': '9' });
        stream.end('hi');
      },
      'protocol.error',
      'transfer',
    ],
  ])('fails when %s', async (_, behaviour, code, phase) => {
    const { failure } = await checkAgainst(behaviour);
    expect(failure).toMatchObject({ code, phase });
    await untilAllClosed();
  });

  it('asks again over HTTP/1.1 when the server wants that', async () => {
    const { failure, details } = await checkAgainst((stream) => stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED), {
      keyword: 'over HTTP/1.1',
    });
    expect(failure).toBeNull();
    expect(details.httpVersion).toBe('1.1');
    expect(connections).toBe(2);
    await untilAllClosed();
  });

  it('uses HTTP/1.1 for an upgrade', async () => {
    const { details } = await checkAgainst(() => {}, { headers: { Upgrade: 'websocket', Connection: 'Upgrade' } });
    expect(details.httpVersion).toBe('1.1');
  });

  it('ends at the deadline', async () => {
    const { failure } = await checkAgainst(() => {}, { timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
    await untilAllClosed();
  });

  it('refuses a flood of headers', async () => {
    const flood = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, 'y'.repeat(50)]));
    const { failure } = await checkAgainst((stream) =>
      stream.respond({ ':status': 200, ...flood }, { endStream: true }),
    );
    expect(failure?.code).toMatch(/^(?:protocol\.error|connection\.reset)$/u);
    await untilAllClosed();
  });

  it('takes a fresh session when the kept one was closed just then', async () => {
    let asked = 0;
    const closesSecond = (stream: ServerHttp2Stream) => {
      if (++asked === 2) stream.session?.destroy();
      else {
        stream.respond({ ':status': 200 });
        stream.end('hi');
      }
    };
    await checkAgainst(closesSecond, { keepAlive: true });
    expect(keptConnections.size).toBe(1);
    const second = await checkAgainst(closesSecond, { keepAlive: true });
    expect(second.failure).toBeNull();
    expect(connections).toBe(1);
    expect(asked).toBe(3);
    keptConnections.dispose();
    await untilAllClosed();
  });
});

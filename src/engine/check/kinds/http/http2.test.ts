/** The HTTP kind against an HTTP/2 server that closes early, refuses, floods and asks for HTTP/1.1. */
import { readFile } from 'node:fs/promises';
import { constants, createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { idleConnections } from '../../http/send.ts';
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
      // The 'stream' listener answers HTTP/2.
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

  afterEach(() => idleConnections.dispose());

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

  it('reads a response after an interim one', async () => {
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
      'the connection closes in the middle of the body',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('hi', () => setImmediate(() => sockets.forEach((socket) => socket.destroy())));
      },
      'connection.reset',
      'transfer',
    ],
    [
      'the stream is reset in the middle of the body',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('hi', () => setImmediate(() => stream.destroy(new Error('x'))));
      },
      'protocol.error',
      'transfer',
    ],
    [
      'the body is shorter than its length',
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

  /** Frames as they are on the wire (RFC 9113, 4.1), for what Node's own server does not send. */
  describe('frame by frame', () => {
    const DATA = 0x0;
    const HEADERS = 0x1;
    const RST_STREAM = 0x3;
    const SETTINGS = 0x4;
    const END_STREAM = 0x1;
    const END_HEADERS = 0x4;
    const NO_ERROR = Buffer.alloc(4);

    function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
      const head = Buffer.alloc(9);
      head.writeUIntBE(payload.length, 0, 3);
      head.writeUInt8(type, 3);
      head.writeUInt8(flags, 4);
      head.writeUInt32BE(stream, 5);
      return Buffer.concat([head, payload]);
    }

    /** `:status: 200` and a content-length, in HPACK (RFC 7541, 6.1 and 6.2.2). */
    function head(contentLength: string | null): Buffer {
      if (contentLength === null) return Buffer.from([0x88]);
      return Buffer.concat([Buffer.from([0x88, 0x0f, 0x0d, contentLength.length]), Buffer.from(contentLength)]);
    }

    /** Checks a server that answers the first stream with these frames, all at once. */
    async function checkFrames(frames: readonly Buffer[], fields: Omit<EndpointInput, 'kind'> = {}) {
      const [cert, key] = await Promise.all([readFile(files.good.certificate), readFile(files.good.key)]);
      const raw = tls.createServer({ cert, key, ALPNProtocols: ['h2'] }, (socket) => {
        socket.on('error', () => {});
        // The client's preface and its request come together or one after the other; the answer may follow either.
        socket.once('data', () => socket.write(Buffer.concat([frame(SETTINGS, 0, 0), ...frames])));
      });
      await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
      const address = raw.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const outcome = await checkOnce({ kind: 'http', url: `https://localhost:${port}/`, ...fields });
      await new Promise((resolve) => raw.close(resolve));
      return outcome;
    }

    const four = frame(DATA, 0, 1, Buffer.from('four'));
    const reset = frame(RST_STREAM, 0, 1, NO_ERROR);

    it.each([
      ['4 of 1000 bytes', [frame(HEADERS, END_HEADERS, 1, head('1000')), four, reset]],
      ['some bytes, with nothing to say how many there are', [frame(HEADERS, END_HEADERS, 1, head(null)), four, reset]],
      ['the header alone', [frame(HEADERS, END_HEADERS, 1, head(null)), reset]],
    ])('fails when the server resets the stream without an error after %s', async (_, frames) => {
      const { failure } = await checkFrames(frames);
      expect(failure).toMatchObject({ code: 'connection.reset', phase: 'transfer' });
    });

    const whole = [frame(HEADERS, END_HEADERS, 1, head('4')), frame(DATA, END_STREAM, 1, Buffer.from('four'))];

    it('succeeds with an answer that comes all at once', async () => {
      const { failure, details } = await checkFrames(whole);
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 200, bytes: 4 });
    });

    it('succeeds with an answer without a body', async () => {
      const { failure, details } = await checkFrames([frame(HEADERS, END_HEADERS | END_STREAM, 1, head(null))]);
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 200, bytes: 0 });
    });

    it.each([
      ['sends the whole body', whole],
      ['sends the whole body and does not want the rest of the request', [...whole, reset]],
    ])('succeeds when the server %s', async (_, frames) => {
      const { failure, details } = await checkFrames(frames, { method: 'POST', body: 'x'.repeat(500_000) });
      expect(failure).toBeNull();
      expect(details).toMatchObject({ status: 200, bytes: 4 });
    });
  });

  it('repeats the request over HTTP/1.1 when the server requires it', async () => {
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

  it('stops at the deadline', async () => {
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

  it('opens a new session when the idle one was just closed', async () => {
    let asked = 0;
    const closesSecond = (stream: ServerHttp2Stream) => {
      if (++asked === 2) stream.session?.destroy();
      else {
        stream.respond({ ':status': 200 });
        stream.end('hi');
      }
    };
    await checkAgainst(closesSecond, { keepAlive: true });
    expect(idleConnections.size).toBe(1);
    const second = await checkAgainst(closesSecond, { keepAlive: true });
    expect(second.failure).toBeNull();
    expect(connections).toBe(1);
    expect(asked).toBe(3);
    idleConnections.dispose();
    await untilAllClosed();
  });
});

/** Everything that can be sent to the headless host's port: over a socket, over HTTP and over its WebSocket. */
import fc from 'fast-check';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { TestServer, TOKEN } from '../../src/headless/testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.dispose());
beforeEach(() => {
  server.asked.length = 0;
  server.logged.length = 0;
});

/** Sends bytes, and returns the answer until the other side ends or is silent for a moment. */
function send(...parts: readonly (string | Buffer)[]): Promise<string> {
  return exchange(QUIET_MS, parts);
}

/** Sends where the server always answers, and so waits longer, in case this machine is busy. */
function sendAndWait(...parts: readonly (string | Buffer)[]): Promise<string> {
  return exchange(20_000, parts);
}

const QUIET_MS = 150;

function exchange(firstWithinMs: number, parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    let text = '';
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(firstWithinMs, end);
    socket.on('data', (part: Buffer) => {
      text += part.toString('latin1');
      socket.setTimeout(QUIET_MS);
    });
    socket.on('error', end).on('close', end);
    for (const part of parts) socket.write(part);
  });
}

async function expectUnhurt(): Promise<void> {
  expect((await server.ask('/healthz')).status).toBe(200);
  expect(server.logged.filter((line) => line.startsWith('error'))).toEqual([]);
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const odd = fc.constantFrom(
  ...'| |/|//|/..|/../../etc/passwd|/%00|/%|/api/|/api/app.snapshot|/api/pushes|*|?|http://a/|\u0000|\u202e|__proto__'.split(
    '|',
  ),
  'x'.repeat(20_000),
);

describe('HTTP', () => {
  it('as no client would send it', async () => {
    const method = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'CONNECT', 'TRACE', 'PRI', 'G@T', '', 'get');
    const header = fc.tuple(
      fc.constantFrom(
        'Host',
        'Origin',
        'Content-Length',
        'Transfer-Encoding',
        'Upgrade',
        'Connection',
        'Expect',
        'Authorization',
        'Content-Type',
        'Sec-WebSocket-Key',
        'X',
      ),
      fc.oneof(
        odd,
        fc.string(),
        fc.constantFrom(
          `127.0.0.1:${server.port}`,
          '-1',
          'chunked',
          'websocket',
          'upgrade',
          '100-continue',
          '99999999999',
          'Bearer x',
          'application/json',
        ),
      ),
    );
    const request = fc
      .tuple(
        method,
        fc.oneof(odd, fc.webPath()),
        fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'HTTP', ''),
        fc.array(header, { maxLength: 6 }),
        bytes,
      )
      .map(([verb, path, version, headers, body]) =>
        Buffer.concat([
          Buffer.from(
            `${verb} ${path} ${version}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
          ),
          body,
        ]),
      );
    const asked = fc.asyncProperty(
      fc.array(fc.oneof(request, bytes), { minLength: 20, maxLength: 20 }),
      async (all) => {
        const answers = await Promise.all(all.map((one) => send(one)));
        for (const answer of answers) if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 [1-5]\d\d /u);
      },
    );
    await fc.assert(asked, { numRuns: 10 });
    // None of the requests had the token.
    expect(server.asked).toEqual([]);
    await expectUnhurt();
  });

  it('with the token and any body: refuses everything that is not JSON in UTF-8', async () => {
    const body = fc.oneof(
      bytes,
      fc.json().map((text) => Buffer.from(text)),
      fc
        .constantFrom('{', '[1,', '"\\ud800"', 'NaN', '{"a":1}{"b":2}', '['.repeat(100_000), '\ufeff{}')
        .map((text) => Buffer.from(text)),
    );
    const asked = fc.asyncProperty(body, async (sent) => {
      server.asked.length = 0;
      const { status, text } = await server.post('app.snapshot', sent);
      expect([200, 400]).toContain(status);
      expect(server.asked).toHaveLength(status === 200 ? 1 : 0);
      if (status === 400)
        expect(JSON.parse(text)).toMatchObject({
          code: 'invalid',
          message: expect.stringMatching(/^The body must be JSON in UTF-8/u) as string,
        });
    });
    await fc.assert(asked, { numRuns: 100 });
    await expectUnhurt();
  });

  it('from clients that never finish does not affect others', async () => {
    const slow = Array.from({ length: 100 }, (_, i) => {
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
      socket.write(
        i % 2 === 0
          ? 'GET / HTTP/1.1\r\nX-Slow: '
          : `POST /api/app.snapshot HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
      );
      return socket;
    });
    await expectUnhurt();
    expect((await server.post('app.snapshot', '{}')).status).toBe(200);
    for (const socket of slow) socket.destroy();
    await expectUnhurt();
  });
});

describe('the WebSocket', () => {
  const upgrade = () =>
    `GET /api/pushes HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`;

  function frame(opcode: number, payload: Buffer, { masked = true, length = payload.length, fin = true } = {}): Buffer {
    const head = Buffer.from([(fin ? 0x80 : 0) | opcode, (masked ? 0x80 : 0) | (length < 126 ? length : 127)]);
    const long = Buffer.alloc(length < 126 ? 0 : 8);
    if (length >= 126) long.writeBigUInt64BE(BigInt(length));
    return Buffer.concat([head, long, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
  }

  it('with invalid frames: closes that connection, and others keep receiving pushes', async () => {
    const other = new WebSocket(`ws://127.0.0.1:${server.port}/api/pushes`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const got: string[] = [];
    other.on('message', (data: Buffer) => got.push(data.toString()));
    await new Promise((resolve, reject) => other.once('open', resolve).once('error', reject));

    const bad = [
      frame(1, Buffer.from('a request'), { masked: false }),
      frame(1, Buffer.from([0xff, 0xfe])),
      frame(1, Buffer.alloc(0), { length: 2 ** 40 }),
      frame(2, Buffer.alloc(100_000)),
      frame(3, Buffer.from('a reserved opcode')),
      frame(8, Buffer.from([0])),
      frame(9, Buffer.alloc(0), { fin: false }),
      frame(0, Buffer.from('a continuation of nothing')),
      Buffer.concat(Array.from({ length: 2_000 }, () => frame(9, Buffer.from('ping')))),
      Buffer.concat(Array.from({ length: 200 }, () => frame(1, Buffer.from('x'), { fin: false }))),
    ];
    for (const answer of await Promise.all(bad.map((one) => sendAndWait(upgrade(), one)))) {
      expect(answer).toMatch(/^HTTP\/1\.1 101 /u);
    }
    const anything = fc.asyncProperty(fc.array(bytes, { minLength: 10, maxLength: 10 }), async (all) => {
      await Promise.all(all.map((one) => send(upgrade(), one)));
    });
    await fc.assert(anything, { numRuns: 8 });
    await expect.poll(() => server.server.port).toBeGreaterThan(0);

    server.push({ seq: 1, at: 2, changes: [] });
    await vi.waitUntil(() => got.length > 0, { timeout: 60_000 });
    expect(got).toEqual([JSON.stringify({ seq: 1, at: 2, changes: [] })]);
    expect(server.asked).toEqual([]);
    await expectUnhurt();
    other.close();
    await new Promise((resolve) => other.once('close', resolve));
  });
});

import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { unescape } from '../../fields/escapes.ts';
import { checkOnce } from '../../testing/check-once.ts';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
  server = await startRaw(onConnection);
  const outcome = await checkOnce({ kind: 'tcp', host: '127.0.0.1', port: server.port, ...fields });
  await server.untilAllClosed();
  return outcome;
}

describe('tcp', () => {
  it('succeeds after connecting when nothing is expected', async () => {
    const outcome = await checkAgainst(() => {});
    expect(outcome).toMatchObject({ failure: null, details: { remoteAddress: `127.0.0.1:${server?.port}` } });
    expect(Object.keys(outcome.phases)).toEqual(['connect']);
  });

  it('sends bytes from escape sequences', async () => {
    const received = Promise.withResolvers<string>();
    const { failure } = await checkAgainst(
      (socket) => socket.on('data', (data) => received.resolve(data.toString('hex'))),
      {
        send: 'é\\r\\n\\x00\\xFF\\\\',
      },
    );
    expect(failure).toBeNull();
    expect(await received.promise).toBe('c3a90d0a00ff5c');
  });

  it('finds the expected text, also across packets', async () => {
    const outcome = await checkAgainst(
      (socket) => {
        socket.once('data', () => {
          socket.write('+PO');
          setImmediate(() => setImmediate(() => socket.write('NG\r\n')));
        });
      },
      { send: 'PING\\r\\n', expect: '+PONG\\r\\n' },
    );
    expect(outcome).toMatchObject({ failure: null, details: { bytes: 7 } });
    expect(outcome.details.snippet).toBeUndefined();
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('reads a greeting without sending anything', async () => {
    const { failure } = await checkAgainst((socket) => socket.write('220 mail.example ESMTP\r\n'), { expect: '220 ' });
    expect(failure).toBeNull();
  });

  it('shows what it received when the server closes the connection', async () => {
    const { failure, details } = await checkAgainst((socket) => socket.end('-ERR \x01\r\n'), { expect: '+OK' });
    expect(failure).toMatchObject({
      code: 'expect.missing',
      message: '"+OK" was not sent: the server closed the connection after 8 bytes.',
    });
    expect(details.snippet).toBe('-ERR ·\r\n');
  });

  it('stops after 64 KB', async () => {
    const { failure, details } = await checkAgainst((socket) => socket.write(`${'x'.repeat(65_536)}+OK`), {
      expect: '+OK',
    });
    expect(failure).toMatchObject({ code: 'expect.missing', message: expect.stringContaining('first 64 KB') });
    expect(details).toMatchObject({ bytes: 65_536, snippet: 'x'.repeat(1_000) });
  });

  it('shows at the deadline what it received so far', async () => {
    const { failure, details } = await checkAgainst((socket) => socket.write('busy'), {
      expect: '+OK',
      timeout: '150ms',
    });
    expect(failure).toMatchObject({
      code: 'timeout',
      phase: 'transfer',
      message: 'No answer within 150 ms: Lookout received 4 bytes, but not "+OK".',
    });
    expect(details.snippet).toBe('busy');
  });

  it('distinguishes a reset from an end', async () => {
    const { failure } = await checkAgainst((socket) => void socket.once('data', () => socket.resetAndDestroy()), {
      send: 'x',
      expect: 'y',
    });
    expect(failure).toMatchObject({ code: 'connection.reset', phase: 'wait' });
  });

  it('fails for an address of the other family', async () => {
    const { failure } = await checkOnce({ kind: 'tcp', host: '127.0.0.1', port: 1, family: '6' });
    expect(failure).toMatchObject({ code: 'dns.nodata', message: '127.0.0.1 has no IPv6 address.' });
  });
});

describe('unescape', () => {
  it.each(['\\', 'a\\', '\\q', '\\x', '\\x1', '\\xg0', '\\u0041'])('refuses %j', (text) => {
    expect(unescape(text)).toBeNull();
  });

  it('reads any bytes written as \\xNN', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
        expect(unescape(text)?.equals(bytes)).toBe(true);
      }),
    );
  });

  it('does not change text without backslashes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\\')),
        (text) => {
          expect(unescape(text)?.toString()).toBe(text);
        },
      ),
    );
  });
});

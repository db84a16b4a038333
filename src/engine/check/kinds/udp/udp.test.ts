import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

let server: Socket | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

/** @param answer null: none */
async function check(answer: (datagram: Buffer) => Buffer | string | null, fields: Omit<EndpointInput, 'kind'> = {}) {
  const socket = createSocket('udp4');
  server = socket;
  socket.on('message', (datagram, from) => {
    const bytes = answer(datagram);
    if (bytes !== null) socket.send(bytes, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return checkOnce({ kind: 'udp', host: '127.0.0.1', port: socket.address().port, ...fields });
}

describe('udp', () => {
  it('sends bytes, and finds the expected ones in the answer', async () => {
    const { failure, details, phases, observed } = await check((sent) => `you sent ${sent.toString('hex')}`, {
      send: 'hex ff 00 41',
      expect: 'sent ff0041',
    });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ bytes: 15, snippet: 'you sent ff0041' });
    expect(observed).toEqual({ BODY: 'you sent ff0041' });
    expect(Object.keys(phases)).toEqual(['wait']);
  });

  it('sends an empty datagram, and accepts any answer, by default', async () => {
    expect((await check((sent) => (sent.length === 0 ? '' : null))).failure).toBeNull();
  });

  it.each([
    ['/^v[0-9]+$/', 'v12', null],
    ['/^v[0-9]+$/', 'v12x', 'The answer does not contain "/^v[0-9]+$/".'],
    ['hex 7f', '\x7f', null],
    ['a\\r\\n', 'a\n', 'The answer does not contain "a\\r\\n".'],
  ])('expects %s of %j', async (expected, answer, message) => {
    const { failure } = await check(() => answer, { expect: expected });
    expect(failure?.message ?? null).toBe(message);
  });

  it('sends again when a datagram is lost', async () => {
    let count = 0;
    const { failure } = await check(() => (count++ === 0 ? null : 'here'));
    expect([failure, count]).toEqual([null, 2]);
  });

  it('times out, and says when nothing listens', async () => {
    expect((await check(() => null, { timeout: '100ms' })).failure).toMatchObject({ code: 'timeout', phase: 'wait' });
    const port = server?.address().port;
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    server = undefined;
    expect((await checkOnce({ kind: 'udp', host: '127.0.0.1', port })).failure).toMatchObject({
      code: 'connect.refused',
      phase: 'wait',
    });
  });

  it('resolves a name, and uses the family that is wanted', async () => {
    const { failure, phases } = await check(() => 'x', { host: 'localhost', family: '4' });
    expect([failure, Object.keys(phases)]).toEqual([null, ['dns', 'wait']]);
  });
});

describe('the endpoint', () => {
  it('is read from a URL', () => {
    const endpoint = { kind: 'udp', host: '2001:db8::7', port: 53 };
    expect(parseTarget('udp://[2001:db8::7]:53')).toMatchObject([{ endpoint, target: 'udp://[2001:db8::7]:53' }]);
  });

  it.each([
    [{ send: '\\q' }, 'send udp.text'],
    [{ expect: '/(/' }, 'expect dialog.regex'],
    [{ port: 0 }, 'port wholeNumber'],
  ])('refuses %j', async (fields, issue) => {
    await loadLibraries();
    const parsed = parseEndpoint({ kind: 'udp', host: 'a', port: 1, ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(({ code, path }) => `${path} ${code}`)).toEqual([issue]);
  });
});

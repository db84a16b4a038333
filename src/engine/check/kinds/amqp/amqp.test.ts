/** AMQP against brokers that break the protocol; `test/rabbitmq.test.ts` has a real one. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import * as wire from './wire.ts';

describe('amqp', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'amqp', host: '127.0.0.1', port: server.port, ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  function start(ways: string): Buffer {
    const texts = [ways, 'en_US'].map((text) => wire.longText(Buffer.from(text)));
    return wire.methodFrame(0, 'connection.start', wire.octet(0), wire.octet(9), wire.table({}), ...texts);
  }

  it('names the ways to sign in that it does not support', async () => {
    const { failure } = await checkAgainst((socket) => socket.write(start('EXTERNAL GSSAPI')));
    expect(failure?.message).toBe('The server offers no way to sign in that Lookout supports, only EXTERNAL, GSSAPI.');
  });

  it.each([
    ['another version', Buffer.from([...Buffer.from('AMQP'), 3, 1, 0, 0])],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a huge frame', Buffer.from([1, 0, 0, 0x7f, 0xff, 0xff, 0xff])],
    ['a frame without its end', Buffer.from([1, 0, 0, 0, 0, 0, 1, 5, 5])],
    ['an unknown method', wire.frame(wire.METHOD, 0, Buffer.from([0, 99, 0, 99]))],
    ['a method that is too short', wire.methodFrame(0, 'connection.start')],
    ['a method that is not due', wire.methodFrame(0, 'connection.open-ok')],
  ])('fails for %s', async (_, bytes) => {
    const { failure } = await checkAgainst((socket) => socket.write(bytes));
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'signIn' });
  });

  it('reports a broker that closes the connection with a reason', async () => {
    const close = [wire.short(320), wire.shortText('CONNECTION_FORCED - maintenance'), wire.short(0), wire.short(0)];
    const { failure } = await checkAgainst((socket) => socket.write(wire.methodFrame(0, 'connection.close', ...close)));
    expect(failure?.message).toBe('The broker refused: 320 CONNECTION_FORCED - maintenance');
  });

  it('times out while it signs in', async () => {
    const { failure } = await checkAgainst((socket) => socket.write(start('PLAIN AMQPLAIN')), { timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'signIn' });
  });

  it.each([
    ['amqp://rabbit.example', { port: 5672, tls: 'off' }, 'amqp://rabbit.example:5672'],
    [
      'amqps://me:x@rabbit.example/',
      { port: 5671, tls: 'on', username: 'me', password: 'x' },
      'amqps://rabbit.example:5671',
    ],
    [
      'amqp://rabbit.example/a%2Fb?queue=orders',
      { virtualHost: 'a/b', queue: 'orders' },
      'amqp://rabbit.example:5672/a%2Fb?queue=orders',
    ],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'amqp', ...endpoint }, target }]);
    expect(parseTarget(target)).toMatchObject([{ target }]);
  });

  it('refuses names that the protocol cannot carry', async () => {
    const input = { kind: 'amqp', host: 'a.example', queue: 'é'.repeat(128) };
    await expect(checkOnce(input)).rejects.toThrow('Queue must be text with at most 255 bytes');
  });
});

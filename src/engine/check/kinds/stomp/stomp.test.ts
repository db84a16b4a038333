/** STOMP against brokers that break the protocol; `rabbitmq.test.ts` has a real one. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

describe('stomp', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  const connected = 'CONNECTED\nversion:1.2\nserver:test/1\n\n\0';
  const subscribed = 'RECEIPT\nreceipt-id:subscribed\n\n\0';

  /** Answers each frame of the client by its command, and notes what the client sent. */
  function answers(replies: Readonly<Record<string, string>>, sent: string[] = []): (socket: Socket) => void {
    return (socket) => {
      socket.on('data', (chunk: Buffer) => {
        for (const frame of chunk.toString().split('\0').slice(0, -1)) {
          sent.push(frame);
          const command = frame.split('\n')[0] ?? '';
          socket.write({ CONNECT: connected, SUBSCRIBE: subscribed, ...replies }[command] ?? '');
        }
      });
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'stomp', host: '127.0.0.1', port: server.port, ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('accepts only its own message, and leaves all others', async () => {
    const sent: string[] = [];
    const others = 'MESSAGE\nack:7\nmessage-id:m7\nsubscription:0\ndestination:/queue/a\n\nping pong\0';
    const own = '\n\nMESSAGE\nack:8\nmessage-id:m8\nsubscription:0\ncontent-length:4\n\nping\0';
    const talk = answers({ SUBSCRIBE: `${others}${subscribed}`, SEND: own }, sent);
    const { failure, details, metrics, phases } = await checkAgainst(talk, { topic: '/queue/a:b', message: 'ping' });
    expect(failure).toBeNull();
    expect(metrics['roundTrip']).toBeGreaterThan(0);
    expect(details).toMatchObject({ version: '1.2', server: 'test/1', message: 'ping' });
    expect(Object.keys(phases)).toEqual(['connect', 'signIn', 'subscribe', 'message']);
    expect(sent[1]).toContain(String.raw`destination:/queue/a\cb`);
    expect(sent.filter((frame) => frame.startsWith('ACK'))).toEqual(['ACK\nid:8\n\n']);
  });

  it('reads a body with zero bytes where its length is given', async () => {
    const message = 'MESSAGE\nsubscription:0\ncontent-length:9\n\nup\0and\0up\0';
    const { failure, observed } = await checkAgainst(answers({ SUBSCRIBE: `${subscribed}${message}` }), {
      topic: '/topic/a',
      expect: 'and',
    });
    expect(failure).toBeNull();
    expect(observed).toEqual({ BODY: 'up\0and\0up' });
  });

  it.each([
    ['Bad CONNECT', "Access refused for user 'me'", 'auth.failed'],
    ['Version not supported', 'Supported versions are 1.2', 'stomp.refused'],
  ])('reports the error %s', async (message, body, code) => {
    const talk = answers({ CONNECT: `ERROR\nmessage:${message}\n\n${body}\0` });
    const { failure } = await checkAgainst(talk, { username: 'me', password: 'x' });
    expect(failure?.code).toBe(code);
    expect(failure?.message).toContain(`${message}: ${body}`);
  });

  it('reports a destination that is refused', async () => {
    const talk = answers({ SUBSCRIBE: 'ERROR\nmessage:not allowed\n\n\0' });
    const { failure } = await checkAgainst(talk, { topic: '/queue/a' });
    expect(failure?.message).toBe('The broker refused: not allowed');
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a header that is none', 'CONNECTED\nversion\n\n\0'],
    ['headers without end', `CONNECTED\n${'a:b\n'.repeat(200)}`],
    ['a huge body', 'CONNECTED\ncontent-length:9999999\n\n'],
    ['a body without its end', `CONNECTED\ncontent-length:2\n\nabc`],
    ['another frame', 'MESSAGE\n\n\0'],
  ])('fails for %s', async (_, text) => {
    const { failure } = await checkAgainst((socket) => socket.write(text));
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'signIn' });
  });

  it('names the text that did not arrive', async () => {
    const talk = answers({ SUBSCRIBE: `${subscribed}MESSAGE\n\nno\0` });
    const { failure } = await checkAgainst(talk, { topic: '/topic/a', expect: 'yes', timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'message', params: { readBytes: 2, expected: 'yes' } });
  });

  it.each([
    [
      'stomp://me:x@broker.example/queue/a',
      { port: 61_613, tls: 'off', username: 'me', password: 'x', topic: '/queue/a' },
      'stomp://broker.example:61613/queue/a',
    ],
    ['stomp+ssl://broker.example', { port: 61_614, tls: 'on' }, 'stomp+ssl://broker.example:61614'],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'stomp', ...endpoint }, target }]);
  });
});

/** NATS against Debian's nats-server, and against servers that break the protocol. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NATS_PACKAGES, startNats, type NatsServer } from '../../../../../test/servers/nats-server.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...NATS_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`nats against nats-server${reason}`, () => {
  let files: Certificates;
  let server: NatsServer;

  beforeAll(async () => {
    files = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
    server = await startNats(files.good);
  });

  afterAll(async () => {
    await server?.dispose();
    await files?.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}, wanted: readonly string[] = []) {
    const signIn = { username: 'me', password: 'right' };
    const input = { kind: 'nats', host: '127.0.0.1', port: server.port, ...signIn, ...fields };
    return checkOnce(input, { wanted: new Set(wanted) });
  }

  it('signs in, and reports a wrong password', async () => {
    const { failure, details, phases, observed } = await check();
    expect(failure).toBeNull();
    expect(details['version']).toMatch(/^\d+\.\d+/u);
    expect(observed).toEqual({ VERSION: details['version'] });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'signIn']);
    const wrong = await check({ password: 'wrong' });
    expect(wrong.failure).toMatchObject({
      code: 'auth.failed',
      phase: 'signIn',
      message: 'The server refused to sign in me (Authorization Violation).',
    });
    const nobody = await check({ username: '', password: '' });
    expect(nobody.failure?.message).toBe('The server requires a user name and password (Authorization Violation).');
  });

  it('sees its own message again, and measures how long that took', async () => {
    const { failure, metrics, observed, phases } = await check({ topic: 'a.b', message: 'ping' });
    expect(failure).toBeNull();
    expect(metrics['roundTrip']).toBeGreaterThan(0);
    expect(observed).toMatchObject({ TOPIC: 'a.b', BODY: 'ping' });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'signIn', 'subscribe', 'message']);
  });

  it('waits for a message that contains a text, through a wildcard', async () => {
    const waiting = check({ topic: 'rooms.*', expect: '21' });
    const done = waiting.then(() => true);
    // Until the first check has subscribed, the server drops these messages.
    for (let isDone = false; !isDone;) {
      await check({ topic: 'rooms.hall', message: '{"celsius": 4}' });
      await check({ topic: 'rooms.kitchen', message: '{"celsius": 21}' });
      isDone = await Promise.race([done, Promise.resolve(false)]);
    }
    expect((await waiting).observed).toMatchObject({ TOPIC: 'rooms.kitchen', BODY: '{"celsius": 21}' });
  });

  it('counts the messages of a stream', async () => {
    const settings = { name: 'ORDERS', subjects: ['orders.>'], retention: 'limits', storage: 'memory' };
    await check({ topic: '$JS.API.STREAM.CREATE.ORDERS', message: JSON.stringify(settings) });
    await check({ topic: 'orders.new', message: 'one' });
    const { failure, metrics, phases } = await check({ stream: 'ORDERS' });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ messages: 1, size: expect.any(Number), consumers: 0 });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'signIn', 'stream']);
    const missing = await check({ stream: 'GONE' });
    expect(missing.failure?.message).toBe('The server does not show the stream GONE: stream not found');
  });

  it('reports a subject that the user may not use', async () => {
    const guest = { username: 'guest', message: 'ping' };
    expect((await check({ ...guest, topic: 'public.a' })).failure).toBeNull();
    const { failure } = await check({ ...guest, topic: 'private.a' });
    expect(failure).toMatchObject({
      code: 'nats.refused',
      message: expect.stringMatching(/subject private\.a: Permissions/u),
    });
  });

  it('encrypts after INFO, verifies the certificate and signs in with a token', async () => {
    const secure = { port: server.tlsPort, tls: 'starttls', username: '' };
    const { failure, details, phases } = await check(secure);
    expect(failure).toBeNull();
    expect(details['tls']).toMatchObject({ authorized: true });
    expect(Object.keys(phases)).toEqual(['connect', 'greeting', 'tls', 'signIn']);
    expect((await check({ ...secure, password: 'wrong' })).failure?.code).toBe('auth.failed');
    expect((await check({ tls: 'starttls' })).failure?.code).toBe('starttls.refused');
  });
});

describe('nats', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Says INFO, and then answers each PING with the next text and PONG. */
  function answers(...texts: readonly string[]): (socket: Socket) => void {
    return (socket) => {
      const left = [...texts];
      socket.write('INFO {"version":"1"}\r\n');
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('PING')) socket.write(`${left.shift() ?? ''}PONG\r\n`);
      });
    };
  }

  async function checkAgainst(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'> = {}) {
    server = await startRaw(onConnection);
    const outcome = await checkOnce({ kind: 'nats', host: '127.0.0.1', port: server.port, ...fields });
    await server.untilAllClosed();
    return outcome;
  }

  it('answers a PING of the server', async () => {
    const sent: string[] = [];
    const talk = answers('+OK\r\nPING\r\nINFO {}\r\n', '');
    const { failure } = await checkAgainst(
      (socket) => {
        socket.on('data', (chunk: Buffer) => sent.push(chunk.toString()));
        talk(socket);
      },
      { topic: 'a' },
    );
    expect(failure).toBeNull();
    expect(sent.join('')).toContain('PONG\r\n');
  });

  it('says when the server has no JetStream', async () => {
    const { failure } = await checkAgainst(answers(), { stream: 'ORDERS' });
    expect(failure?.message).toBe('The server does not show the stream ORDERS: the server has no JetStream');
  });

  it('cannot publish to a wildcard', async () => {
    const { failure } = await checkAgainst(answers(), { topic: 'a.>', message: 'x' });
    expect(failure?.message).toMatch(/^A message cannot be published to a\.>/u);
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n'],
    ['INFO without JSON', 'INFO hello\r\n'],
    ['an unknown word', 'INFO {}\r\nHELLO\r\n'],
    ['a huge message', 'INFO {}\r\nMSG a 1 999999999\r\n'],
    ['a message without size', 'INFO {}\r\nMSG a 1\r\n'],
  ])('fails for %s', async (_, text) => {
    const { failure } = await checkAgainst((socket) => socket.write(text));
    expect(failure?.code).toBe('protocol.error');
  });

  it('reports a server that is full', async () => {
    const { failure } = await checkAgainst((socket) => socket.write("-ERR 'maximum connections exceeded'\r\n"));
    expect(failure?.message).toBe('The server refused: maximum connections exceeded');
  });

  it('names the text that did not arrive', async () => {
    const talk = answers('', 'MSG a 1 2\r\nno\r\n');
    const { failure } = await checkAgainst(talk, { topic: 'a', expect: 'yes', timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'message', params: { readBytes: 2, expected: 'yes' } });
  });

  it.each([
    [
      'nats://me:x@nats.example/orders.new',
      { username: 'me', password: 'x', topic: 'orders.new' },
      'nats://nats.example:4222/orders.new',
    ],
    ['nats+tls://nats.example:99/a.>', { port: 99, tls: 'starttls', topic: 'a.>' }, 'nats+tls://nats.example:99/a.%3E'],
  ])('reads %s', (text, endpoint, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'nats', ...endpoint }, target }]);
  });

  it.each(['a b', 'a..b', '.a', 'a.>.b', 'a*'])('refuses the subject %j', async (topic) => {
    await expect(checkOnce({ kind: 'nats', host: 'a.example', topic })).rejects.toThrow('Subject must be a subject');
  });
});

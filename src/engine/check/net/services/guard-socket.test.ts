import { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { createResolver } from '../dns/resolve.ts';
import { connectTcp } from '../connect/connect.ts';
import { connectionClosed, converseOn, guardSocket, sessionError } from './guard-socket.ts';
import { conductCheck, type Probe } from '../probe/probe.ts';
import { Stopwatch } from '../probe/stopwatch.ts';

let server: RawServer;

afterEach(async () => {
  await server.untilAllClosed();
  await server.dispose();
});

/** Runs `work` on a socket to a server that sends `bytes` when it is asked. */
async function converse(
  bytes: string,
  work: (socket: Socket, probe: Probe) => Promise<void>,
  signal = new AbortController().signal,
) {
  server = await startRaw((socket) => socket.once('data', () => socket.write(bytes)));
  return conductCheck({ signal, resolver: createResolver(), wanted: new Set() }, 1_000, async (probe) => {
    const socket = await connectTcp(probe, { host: '127.0.0.1', port: server.port, family: 0 });
    await converseOn(probe, socket, () => work(socket, probe));
    return null;
  });
}

const forever = () => new Promise<void>(() => undefined);

it('turns an error that a library throws while it reads into a failure', async () => {
  const { failure } = await converse('x', (socket) => {
    socket.on('data', () => {
      throw new RangeError('Attempt to access memory outside buffer bounds');
    });
    socket.write('?');
    return forever();
  });
  expect(failure).toMatchObject({ code: 'protocol.error', raw: 'Attempt to access memory outside buffer bounds' });
});

it('stops a server that sends too much', async () => {
  const { failure } = await converse('x'.repeat(21 * 1_048_576), (socket) => {
    socket.resume().on('data', () => undefined);
    socket.write('?');
    return forever();
  });
  expect(failure).toMatchObject({ code: 'answer.tooLarge', params: { maxBytes: 20 * 1_048_576 } });
});

it('passes on as many bytes as a server may send, and nothing after that', async () => {
  const seen: number[] = [];
  const problems: FailureError[] = [];
  await converse('', async (socket, probe) => {
    guardSocket(probe, socket, (problem) => problems.push(problem), 10);
    socket.on('data', (data: Buffer) => seen.push(data.length));
    socket.emit('data', Buffer.alloc(10));
    expect([seen, problems, socket.destroyed]).toEqual([[10], [], false]);
    // Only bytes that a listener gets count.
    socket.emit('data', 'text');
    socket.emit('other', Buffer.alloc(100));
    expect(problems).toEqual([]);
    expect(socket.emit('data', Buffer.alloc(1))).toBe(true);
    expect(socket.emit('data', Buffer.alloc(1))).toBe(true);
    expect([seen, socket.destroyed]).toEqual([[10, 4], true]);
    expect(problems.map(({ failure }) => failure.code)).toEqual(['answer.tooLarge']);
  });
});

it('reports only the first problem, and destroys the socket', async () => {
  const problems: FailureError[] = [];
  await converse('', async (_, probe) => {
    const socket = new Socket();
    guardSocket(probe, socket, (problem) => problems.push(problem));
    socket.on('custom', () => {
      throw new Error('Broken');
    });
    expect([socket.emit('custom'), socket.emit('custom')]).toEqual([true, true]);
    expect(socket.destroyed).toBe(true);
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.failure).toEqual({ code: 'protocol.error', raw: 'Broken', phase: 'connect' });
});

it('only reports that the socket is connected to a library that connects', async () => {
  const { failure } = await converse('x', async (socket) => {
    await new Promise<void>((resolve) => socket.once('connect', resolve).connect(1, 'elsewhere'));
  });
  expect(failure).toBeNull();
  expect(server.accepted).toBe(1);
});

it('destroys the socket when it is cancelled', async () => {
  const stop = new AbortController();
  const reason = new Error('not wanted');
  const cancelled = converse(
    'x',
    (socket) => {
      socket.once('data', () => stop.abort(reason)).write('?');
      return forever();
    },
    stop.signal,
  );
  await expect(cancelled).rejects.toBe(reason);
});

it('leaves errors of the connection as they are, and no others', async () => {
  await converse('x', async (_, probe) => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    expect(sessionError(probe, reset)).toBe(reset);
    const failed = (error: unknown) => (error instanceof FailureError ? error.failure.code : null);
    const written = Object.assign(new Error('Cannot call write'), { code: 'ERR_STREAM_DESTROYED' });
    expect(failed(sessionError(probe, written))).toBe('connection.reset');
    const range = Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' });
    expect(failed(sessionError(probe, range))).toBe('protocol.error');
    const other = ['EAUTH', 'ERR_SSL_WRONG_VERSION_NUMBER'].map((code) => Object.assign(new Error('x'), { code }));
    for (const error of [...other, 'text', new FailureError({ code: 'a.b' })]) {
      expect(sessionError(probe, error)).toBe(error);
    }
    for (const code of ['ERR_PACKET', 'PROTOCOL_E', 'X_ERR_SSL_', 'NOT_ERR_STREAM_']) {
      expect(failed(sessionError(probe, Object.assign(new Error('x'), { code })))).toBe('protocol.error');
    }
  });
});

it('says that the connection was closed, in the phase in which that happened', async () => {
  await converse('x', async (_, probe) => {
    const cause = new Error('why');
    const error = connectionClosed(probe, cause);
    expect(error.failure).toEqual({ code: 'connection.reset', params: { reason: 'closed' }, phase: 'connect' });
    expect(error.cause).toBe(cause);
    const before = { ...probe, watch: new Stopwatch() };
    expect(connectionClosed(before, cause).failure).not.toHaveProperty('phase');
    const bug = sessionError(before, new Error('Broken'));
    expect(bug).toMatchObject({ failure: { code: 'protocol.error', raw: 'Broken' } });
    expect(bug).not.toHaveProperty('failure.phase');
  });
});

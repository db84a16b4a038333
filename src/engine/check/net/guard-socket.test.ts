import type { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../test/servers/raw.ts';
import { FailureError } from '../../base/failure-error.ts';
import { createResolver } from './resolve.ts';
import { connectTcp } from './connect.ts';
import { converseOn, sessionError } from './guard-socket.ts';
import { conductCheck, type Probe } from './probe.ts';

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

it('makes a failure of what a library throws while it reads', async () => {
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
  });
});

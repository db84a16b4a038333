import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { readUntil } from './read-until.ts';

let server: RawServer;
let client: Socket;
const EVENTS = ['readable', 'end', 'error', 'close'] as const;

afterEach(async () => {
  client.destroy();
  await server.untilAllClosed();
  await server.dispose();
});

/** Connects to a server, and to it alone: only what `readUntil` adds listens to the socket. */
async function connectTo(onConnection: (socket: Socket) => void) {
  server = await startRaw(onConnection);
  client = connect(server.port, '127.0.0.1').pause();
  await once(client, 'connect');
  const before = EVENTS.map((event) => client.listenerCount(event));
  const added = () => EVENTS.map((event, index) => client.listenerCount(event) - (before[index] ?? 0));
  return { added };
}

/** Up to and with the first line feed. */
function lineLength(received: Buffer): number | null {
  const end = received.indexOf('\n');
  return end < 0 ? null : end + 1;
}

const { signal } = new AbortController();
const nothing = EVENTS.map(() => 0);

it('returns what is wanted, and leaves the rest and the socket to the next reader', async () => {
  const { added } = await connectTo((socket) => {
    socket.write('on');
    socket.once('data', () => socket.write('e\ntwo\nthr'));
  });
  const asked: string[] = [];
  const first = readUntil(client, signal, (received) => {
    asked.push(received.toString());
    client.write('more');
    return lineLength(received);
  });
  expect((await first).toString()).toBe('one\n');
  expect(asked).toEqual(['on', 'one\ntwo\nthr']);
  expect(added()).toEqual(nothing);
  expect((await readUntil(client, signal, lineLength)).toString()).toBe('two\n');
  client.resume();
  const [rest] = (await once(client, 'data')) as [Buffer];
  expect(rest.toString()).toBe('thr');
});

it('puts nothing back when everything is wanted', async () => {
  await connectTo((socket) => socket.write('one\n'));
  expect((await readUntil(client, signal, lineLength)).toString()).toBe('one\n');
  expect(client.readableLength).toBe(0);
});

it('returns what it has after 64 KB without the wanted text', async () => {
  await connectTo((socket) => socket.write(Buffer.alloc(200_000)));
  const received = await readUntil(client, signal, () => null);
  expect(received.length).toBeGreaterThan(65_536);
  expect(received.every((byte) => byte === 0)).toBe(true);
});

it.each([
  [
    'ends',
    (socket: Socket) => socket.end('half'),
    { failure: { code: 'connection.reset', params: { reason: 'noAnswer' } } },
  ],
  ['resets', (socket: Socket) => socket.resetAndDestroy(), { code: 'ECONNRESET' }],
])('fails when the other side %s', async (_, act, error) => {
  const { added } = await connectTo((socket) => void socket.once('data', () => act(socket)));
  client.write('?');
  await expect(readUntil(client, signal, lineLength)).rejects.toMatchObject(error);
  expect(added()).toEqual(nothing);
});

it('fails with what the caller throws', async () => {
  const { added } = await connectTo((socket) => socket.write('x'));
  const wrong = new Error('not mine');
  const reading = readUntil(client, signal, () => {
    throw wrong;
  });
  await expect(reading).rejects.toBe(wrong);
  expect(added()).toEqual(nothing);
});

it('destroys the socket when it is cancelled', async () => {
  const { added } = await connectTo(() => undefined);
  const stop = new AbortController();
  const reading = readUntil(client, stop.signal, lineLength);
  const reason = new Error('not wanted');
  stop.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(client.destroyed).toBe(true);
  // Later events of the socket are ignored.
  client.emit('error', new Error('late'));
  expect(added()).toEqual(EVENTS.map((event) => (event === 'error' ? 1 : 0)));
});

import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../test/servers/raw.ts';
import { SocketReader } from './socket-reader.ts';

let server: RawServer | undefined;
let client: Socket | undefined;

afterEach(async () => {
  client?.destroy();
  await server?.dispose();
});

async function readFrom(
  onConnection: (socket: Socket) => void,
  { maxBytes = 100, signal = new AbortController().signal } = {},
) {
  server = await startRaw(onConnection);
  client = connect(server.port, '127.0.0.1');
  return new SocketReader(client, signal, maxBytes);
}

it('reads lines and bytes one after the other, however they are split into packets', async () => {
  const reader = await readFrom((socket) => {
    socket.write('one\r');
    setImmediate(() => setImmediate(() => socket.write('\ntwo\nabcde')));
  });
  expect(await reader.line()).toBe('one');
  expect(await reader.line()).toBe('two');
  expect((await reader.bytes(3)).toString()).toBe('abc');
  expect(await reader.read((unread) => (unread.length < 2 ? null : { value: unread.toString(), bytes: 1 }))).toBe('de');
  expect(reader.unread.toString()).toBe('e');
  expect(reader.receivedBytes).toBe(14);
});

it('keeps what it has not read while it grows', async () => {
  const text = Array.from({ length: 2_000 }, (_, index) => `line ${index}`);
  const reader = await readFrom((socket) => socket.end(`${text.join('\n')}\n`), { maxBytes: 100_000 });
  for (const line of text) expect(await reader.line()).toBe(line);
});

it.each([
  [
    'ends without a word',
    (socket: Socket) => socket.end(),
    { code: 'connection.reset', params: { reason: 'noAnswer' } },
  ],
  [
    'ends in a line',
    (socket: Socket) => socket.end('half'),
    { code: 'connection.reset', params: { reason: 'closed' } },
  ],
  ['sends a line without end', (socket: Socket) => socket.write('x'.repeat(5_000)), { code: 'protocol.error' }],
])('fails when the server %s', async (_, serve, failure) => {
  const reader = await readFrom((socket) => void serve(socket));
  await expect(reader.line()).rejects.toMatchObject({ failure });
});

it("fails with the socket's error", async () => {
  const reader = await readFrom((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  client?.write('x');
  await expect(reader.line()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('fails with what the caller throws about a piece, and with the reason of its signal', async () => {
  const abort = new AbortController();
  const reader = await readFrom((socket) => socket.write('x'), { signal: abort.signal });
  const wrong = new Error('not mine');
  await expect(
    reader.read((unread) => {
      if (unread.length > 0) throw wrong;
      return null;
    }),
  ).rejects.toBe(wrong);
  const reason = new Error('not wanted');
  const reading = reader.line();
  abort.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

it('leaves the socket to somebody else', async () => {
  const reader = await readFrom((socket) => {
    socket.write('a\n');
    socket.on('data', () => socket.write('b\n'));
  });
  await reader.line();
  reader.release();
  expect(['data', 'error', 'close'].map((event) => client?.listenerCount(event))).toEqual([0, 0, 0]);
  const next = new Promise((resolve) => client?.once('data', (bytes: Buffer) => resolve(bytes.toString())));
  client?.write('?');
  expect(await next).toBe('b\n');
  expect(reader.receivedBytes).toBe(2);
});

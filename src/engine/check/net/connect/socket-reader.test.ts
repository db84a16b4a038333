import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
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

it('keeps the first bytes for evidence', async () => {
  server = await startRaw((socket) => socket.write('one\ntwo\n'));
  client = connect(server.port, '127.0.0.1');
  const reader = new SocketReader(client, new AbortController().signal, 100, 6);
  expect(reader.head).toHaveLength(0);
  await reader.line();
  await reader.line();
  expect(reader.head.toString()).toBe('one\ntw');
});

it('asks again after a while without a packet, when it is told to', async () => {
  const reader = await readFrom((socket) => socket.write('x'));
  let asked = 0;
  const value = await reader.read((unread) => {
    if (unread.length === 0) return null;
    asked += 1;
    return asked < 3 ? 1 : { value: unread.toString(), bytes: 1 };
  });
  expect([value, asked]).toEqual(['x', 3]);
});

it('reads as many bytes as it may hold, and fails for a line that has no end by then', async () => {
  const reader = await readFrom((socket) => socket.write('x'.repeat(100)), { maxBytes: 100 });
  expect(await reader.bytes(100)).toHaveLength(100);
  client?.destroy();
  const other = await readFrom((socket) => socket.write('x'.repeat(100)), { maxBytes: 100 });
  await expect(other.line()).rejects.toMatchObject({
    failure: { code: 'protocol.error', raw: 'More than 100 bytes without the end of an answer' },
  });
});

it('accepts a last piece that only the end completes, and returns copies of bytes', async () => {
  const reader = await readFrom((socket) => socket.end('abc'));
  const piece = await reader.bytes(1);
  const rest = await reader.read((unread, isLast) =>
    isLast ? { value: unread.toString(), bytes: unread.length } : null,
  );
  expect([piece.toString(), rest, reader.unread.length]).toEqual(['a', 'bc', 0]);
});

it('keeps what it has not read while it grows', async () => {
  const text = Array.from({ length: 400 }, (_, index) => `line ${index}`);
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

it('fails with the error that the caller throws for a piece, and with the reason of its signal', async () => {
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

it('releases the socket for other code', async () => {
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

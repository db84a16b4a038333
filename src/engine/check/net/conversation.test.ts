import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../test/servers/raw.ts';
import { DeadlineError, type KindOutcome } from '../kind.ts';
import { Conversation } from './conversation.ts';
import { conductCheck, type Probe } from './probe.ts';

describe('Conversation', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Runs a check that talks to a server. @param serve what the server does */
  async function talk(
    serve: (socket: Socket) => void,
    work: (conversation: Conversation, probe: Probe) => Promise<void>,
    { maxBytes, signal = new AbortController().signal }: { maxBytes?: number; signal?: AbortSignal } = {},
  ): Promise<KindOutcome> {
    server = await startRaw(serve);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const resolver = { resolve: () => Promise.resolve([]) };
    return conductCheck({ signal, resolver, wanted: new Set() }, 60_000, async (probe) => {
      probe.watch.enter('wait');
      const conversation = new Conversation(probe, socket, maxBytes === undefined ? {} : { maxBytes });
      try {
        await work(conversation, probe);
      } finally {
        conversation.close();
      }
      return null;
    });
  }

  it('reads lines with and without CR, also from a server that sends single bytes', async () => {
    const lines: string[] = [];
    const { failure } = await talk(
      (socket) => {
        for (const byte of Buffer.from('one\r\ntwö\n\r\nfour\n')) socket.write(Buffer.of(byte));
      },
      async (conversation) => {
        for (let count = 0; count < 4; count += 1) lines.push(await conversation.readLine());
      },
    );
    expect(failure).toBeNull();
    expect(lines).toEqual(['one', 'twö', '', 'four']);
  });

  it('reads bytes, up to a byte, and to the end', async () => {
    const read: string[] = [];
    await talk(
      (socket) => socket.end(`ab${'x'.repeat(10_000)}\0the rest`),
      async (conversation) => {
        read.push((await conversation.readBytes(2)).toString());
        read.push(String((await conversation.readUntil(0, 20_000)).length));
        read.push((await conversation.readToEnd(1_000)).toString());
      },
    );
    expect(read).toEqual(['ab', '10000', 'the rest']);
  });

  it('reads to the end of a connection that has ended before it was asked', async () => {
    const { failure } = await talk(
      (socket) => socket.end(),
      async (conversation, { signal }) => {
        await expect(conversation.readLine()).rejects.toThrow('connection.reset');
        expect(signal.aborted).toBe(false);
        expect(await conversation.readToEnd(10)).toHaveLength(0);
      },
    );
    expect(failure).toBeNull();
  });

  it.each([
    ['a line that is too long', 'x'.repeat(20_000), (conversation: Conversation) => conversation.readLine()],
    [
      'too many bytes before a byte',
      'x'.repeat(2_000),
      (conversation: Conversation) => conversation.readUntil(0, 1_000),
    ],
    ['a length that no message has', 'x', (conversation: Conversation) => conversation.readBytes(2_000_000)],
    ['more than a check may read', 'x'.repeat(6_000), (conversation: Conversation) => conversation.readBytes(5_500)],
  ])('fails for %s', async (_, text, read) => {
    const { failure } = await talk(
      (socket) => socket.write(text),
      async (conversation) => void (await read(conversation)),
      {
        maxBytes: text.length === 6_000 ? 5_000 : 100_000,
      },
    );
    expect(failure).toMatchObject({ code: 'protocol.error', phase: 'wait' });
  });

  it('stops a server that sends more than is read, and reads on afterwards', async () => {
    const chunk = Buffer.alloc(1_000_000, 'x');
    let isHeld = false;
    let count = 0;
    const { failure } = await talk(
      (socket) => {
        const send = () => {
          isHeld = !socket.write(chunk);
          if (isHeld) socket.once('drain', send);
          else send();
        };
        send();
      },
      async (conversation) => {
        // The server has to wait although nobody reads: what came is held, and is not more than 1 MB and a packet.
        await expect.poll(() => isHeld).toBe(true);
        for (; count < 30; count += 1) await conversation.readBytes(500_000);
      },
      { maxBytes: Infinity },
    );
    expect(failure).toBeNull();
    expect(count).toBe(30);
  });

  it.each([
    ['nothing', '', 'noAnswer'],
    ['a part of a line', 'half', 'closed'],
  ])('says that the server closed the connection after %s', async (_, text, reason) => {
    const { failure } = await talk(
      (socket) => socket.end(text),
      async (conversation) => void (await conversation.readLine()),
    );
    expect(failure).toMatchObject({ code: 'connection.reset', params: { reason } });
  });

  it('closes the connection at the deadline', async () => {
    const deadline = new AbortController();
    const { failure } = await talk(
      () => setImmediate(() => deadline.abort(new DeadlineError(60_000))),
      async (conversation) => void (await conversation.readLine()),
      { signal: deadline.signal },
    );
    expect(failure?.code).toBe('timeout');
    await server?.untilAllClosed();
  });

  it('keeps the beginning of what came as evidence', async () => {
    const { evidence } = await talk(
      (socket) => socket.end(`220 hi\u0007\r\n${'x'.repeat(100_000)}`),
      async (conversation) => void (await conversation.readToEnd(200_000)),
      { maxBytes: Infinity },
    );
    const [part] = (await evidence?.()) ?? [];
    expect(part).toMatchObject({ name: 'body', content: expect.stringMatching(/^220 hi·\r\nx+$/u) });
    expect(part?.content).toHaveLength(16_384);
  });

  it('sends its goodbye before it leaves', async () => {
    const received: string[] = [];
    await talk(
      (socket) => socket.on('data', (data) => received.push(data.toString())),
      async (conversation) => {
        conversation.send('HELLO\r\n');
        conversation.leave('QUIT\r\n');
        await server?.untilAllClosed();
      },
    );
    expect(received.join('')).toBe('HELLO\r\nQUIT\r\n');
  });
});

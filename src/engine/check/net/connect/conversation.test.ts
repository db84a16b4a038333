import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { DeadlineError, type KindOutcome } from '../../kind.ts';
import { Conversation } from './conversation.ts';
import { conductCheck, type Probe } from '../probe/probe.ts';
import { createSelfSigned } from '../tls/self-signed.ts';

describe('Conversation', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.dispose();
    server = undefined;
  });

  /** Runs a check that talks to a server. @param serve what the server does */
  async function talk(
    serve: (socket: Socket) => void,
    work: (conversation: Conversation, probe: Probe, socket: Socket) => Promise<void>,
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
        await work(conversation, probe, socket);
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
        for (const byte of Buffer.from('one\r\ntwö\n\r\n\nfive\n')) socket.write(Buffer.of(byte));
      },
      async (conversation) => {
        for (let count = 0; count < 5; count += 1) lines.push(await conversation.readLine());
      },
    );
    expect(failure).toBeNull();
    expect(lines).toEqual(['one', 'twö', '', '', 'five']);
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

  it('reads as much as a line, a message and a check may have, and fails for a byte more', async () => {
    const line = 'l'.repeat(16_384);
    const { failure } = await talk(
      (socket) => socket.write(`${line}\n${'m'.repeat(1_000)}\0${'x'.repeat(999)}`),
      async (conversation) => {
        expect(await conversation.readLine()).toBe(line);
        expect(await conversation.readUntil(0, 1_000)).toHaveLength(1_000);
        expect(await conversation.readBytes(999)).toHaveLength(999);
        conversation.close();
      },
      { maxBytes: 16_384 + 1_000 + 999 + 2 },
    );
    expect(failure).toBeNull();
    const longest = await talk(
      (socket) => socket.write('x'.repeat(1_048_576)),
      async (conversation) => void (await conversation.readBytes(1_048_576)),
    );
    expect(longest.failure).toBeNull();
    for (const read of [
      (conversation: Conversation) => conversation.readLine(),
      (conversation: Conversation) => conversation.readUntil(0, 16_384),
    ]) {
      const tooLong = await talk(
        (socket) => socket.write(`${line}l\n\0`),
        async (conversation) => void (await read(conversation)),
      );
      expect(tooLong.failure).toMatchObject({ code: 'protocol.error', raw: 'l'.repeat(200) });
    }
  });

  it('keeps what was not read when much more comes, and copies what it returns', async () => {
    const { failure } = await talk(
      (socket) => {
        socket.write('abc');
        socket.once('data', () => socket.end('d'.repeat(50_000)));
      },
      async (conversation) => {
        const first = await conversation.readBytes(1);
        conversation.send('more');
        expect((await conversation.readBytes(4)).toString()).toBe('bcdd');
        expect((await conversation.readToEnd(49_000)).toString()).toBe('d'.repeat(49_000));
        expect((await conversation.readToEnd(49_000)).toString()).toBe('d'.repeat(998));
        expect(first.toString()).toBe('a');
      },
    );
    expect(failure).toBeNull();
  });

  it('stops a server that sends more than is read, and reads on afterwards', async () => {
    const bytes = Buffer.alloc(4_000_000, 'x');
    let count = 0;
    const { failure } = await talk(
      (socket) => {
        socket.write('hi\n');
        socket.once('data', () => socket.write(bytes));
      },
      async (conversation, _probe, socket) => {
        await conversation.readLine();
        expect(socket.isPaused()).toBe(false);
        conversation.send('more\n');
        await expect.poll(() => socket.isPaused()).toBe(true);
        // What came is held, and is not more than 1 MB and a packet.
        expect(socket.bytesRead).toBeLessThan(1_200_000);
        for (; count < 8; count += 1) await conversation.readBytes(500_000);
      },
      { maxBytes: Infinity },
    );
    expect(failure).toBeNull();
    expect(count).toBe(8);
  });

  it('destroys the connection to a server that sends too much', async () => {
    const { failure } = await talk(
      (socket) => socket.write('123456'),
      async (conversation) => {
        await expect(conversation.readBytes(6)).rejects.toMatchObject({
          failure: { code: 'protocol.error', raw: 'More than 5 bytes' },
        });
        await server?.untilAllClosed();
      },
      { maxBytes: 5 },
    );
    expect(failure).toBeNull();
  });

  it('ends when the server has sent everything, even if it does not read', async () => {
    const { failure } = await talk(
      (socket) => {
        socket.end('bye');
        process.nextTick(() => socket.pause());
      },
      async (conversation) => {
        // So much that the server cannot close the connection at once.
        conversation.send(Buffer.alloc(20_000_000));
        await conversation.readLine();
      },
    );
    expect(failure).toMatchObject({ code: 'connection.reset', params: { reason: 'closed' } });
  });

  it('fails when the connection is reset, and when it was closed on this side', async () => {
    const reset = await talk(
      (socket) => void socket.once('data', () => socket.resetAndDestroy()),
      async (conversation) => {
        conversation.send('x');
        await expect(conversation.readToEnd(10)).rejects.toMatchObject({ code: 'ECONNRESET' });
        await conversation.readLine();
      },
    );
    expect(reset.failure).toMatchObject({ code: 'connection.reset', params: { reason: 'reset' } });
    const closed = await talk(
      () => undefined,
      async (conversation) => {
        conversation.close();
        await conversation.readLine();
      },
    );
    expect(closed.failure).toMatchObject({ code: 'connection.reset', params: { reason: 'noAnswer' } });
  });

  it('knows that a connection has ended before the conversation began', async () => {
    const { failure } = await talk(
      (socket) => void socket.once('data', () => socket.end()),
      async (conversation, probe, socket) => {
        conversation.send('x');
        await conversation.readToEnd(1);
        const late = new Conversation(probe, socket);
        expect(await late.readToEnd(1)).toHaveLength(0);
      },
    );
    expect(failure).toBeNull();
    await talk(
      () => undefined,
      async (_conversation, probe, socket) => {
        socket.destroy();
        await once(socket, 'close');
        await expect(new Conversation(probe, socket).readToEnd(1)).rejects.toMatchObject({
          failure: { code: 'connection.reset' },
        });
      },
    );
  });

  it('encrypts the connection, and then reads only what came encrypted', async () => {
    const certificate = createSelfSigned({ name: 'localhost', validFrom: 0, validTo: Date.now() + 86_400_000 });
    const serve = (socket: Socket) => {
      socket.once('data', () => {
        socket.write('go\n');
        const secured = new TLSSocket(socket, { isServer: true, ...certificate });
        secured.once('data', (data) => secured.end(`secret ${data}`));
      });
    };
    const { failure } = await talk(serve, async (conversation, probe, socket) => {
      conversation.send('STARTTLS\n');
      await conversation.readLine();
      const others = ['data', 'error', 'close', 'end'].map((event) => socket.listeners(event));
      await conversation.secure({ host: 'localhost', verifyTls: false, trustedCertificates: [] });
      expect(probe.details.tls).toMatchObject({ authorized: false });
      for (const [index, event] of ['data', 'error', 'close', 'end'].entries()) {
        expect(socket.listeners(event)).not.toContain(others[index]?.at(-1));
      }
      conversation.send('hello\n');
      expect(await conversation.readLine()).toBe('secret hello');
      expect(await conversation.readToEnd(10)).toHaveLength(0);
      expect(conversation.tlsSession).toBeInstanceOf(Buffer);
    });
    expect(failure).toBeNull();
  });

  it('refuses what came in clear after the command to encrypt', async () => {
    const { failure } = await talk(
      (socket) => socket.write('go\nevil'),
      async (conversation) => {
        await conversation.readLine();
        await conversation.secure({ host: 'localhost', verifyTls: false, trustedCertificates: [] });
      },
    );
    expect(failure).toMatchObject({ code: 'protocol.error', raw: 'Unencrypted data after the command to encrypt' });
  });

  it('knows the address of the server, and has no session of TLS to resume when it is in clear', async () => {
    await talk(
      () => undefined,
      async (conversation) => {
        expect([conversation.remoteAddress, conversation.tlsSession]).toEqual(['127.0.0.1', undefined]);
      },
    );
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

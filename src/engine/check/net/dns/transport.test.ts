import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '../testing/until.ts';
import { askOverTcp, openDatagrams } from './transport.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const aListener = () => ({
  onMessage: vi.fn<(message: Buffer) => void>(),
  onError: vi.fn<(error: Error) => void>(),
});

const messagesOf = ({ onMessage }: ReturnType<typeof aListener>) =>
  onMessage.mock.calls.map(([message]) => message.toString());
const turn = () => new Promise((resolve) => void setImmediate(resolve));

describe('openDatagrams', () => {
  /** A socket that answers each datagram with its text in capitals. */
  async function echo(): Promise<{ readonly port: number; readonly received: string[] }> {
    const socket = createSocket('udp4');
    closing.push(() => socket.close());
    const received: string[] = [];
    socket.on('message', (message, { port, address }) => {
      received.push(message.toString());
      socket.send(message.toString().toUpperCase(), port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return { port: socket.address().port, received };
  }

  it('sends what it was given before it was ready, and after that', async () => {
    const { port, received } = await echo();
    const listener = aListener();
    const datagrams = openDatagrams({ address: '127.0.0.1', port }, listener);
    datagrams.send(Buffer.from('a'));
    datagrams.send(Buffer.from('b'));
    await until(() => listener.onMessage.mock.calls.length === 2);
    datagrams.send(Buffer.from('c'));
    await until(() => listener.onMessage.mock.calls.length === 3);
    expect([received, messagesOf(listener)]).toEqual([
      ['a', 'b', 'c'],
      ['A', 'B', 'C'],
    ]);
    const sockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
    expect(sockets()).toBe(2);
    datagrams.close();
    datagrams.close();
    datagrams.send(Buffer.from('d'));
    await until(() => sockets() === 1);
    expect([received.length, listener.onError.mock.calls]).toEqual([3, []]);
  });

  it('sends and reports nothing when it was closed before it was ready', async () => {
    const { port, received } = await echo();
    const listener = aListener();
    const datagrams = openDatagrams({ address: '127.0.0.1', port }, listener);
    datagrams.send(Buffer.from('a'));
    datagrams.close();
    for (let count = 0; count < 20; count += 1) await turn();
    expect([received, listener.onMessage.mock.calls, listener.onError.mock.calls]).toEqual([[], [], []]);
  });

  it('reports that nothing listens, unless it was closed', async () => {
    const { port } = await echo();
    closing.pop()?.();
    for (const address of ['127.0.0.1', '::1']) {
      const listener = aListener();
      const datagrams = openDatagrams({ address, port }, listener);
      datagrams.send(Buffer.from('a'));
      await until(() => listener.onError.mock.calls.length > 0);
      expect(listener.onError.mock.calls[0]?.[0]).toMatchObject({ code: 'ECONNREFUSED' });
      datagrams.close();
    }
  });
});

describe('askOverTcp', () => {
  async function serve(onConnection: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      closing.push(() => socket.destroy());
      socket.on('error', () => undefined);
      onConnection(socket);
    }).listen(0, '127.0.0.1');
    closing.push(() => server.close());
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it('sends the message after its length, and reads the answer in whatever parts it comes', async () => {
    const received: Buffer[] = [];
    const sendInParts = async (socket: Socket) => {
      for (const part of [Buffer.of(0), Buffer.of(3, 0x61), 'bc and more']) {
        socket.write(part);
        // The other end reads each part alone.
        for (let count = 0; count < 10; count += 1) await turn();
      }
    };
    const port = await serve((socket) =>
      socket.setNoDelay().on('data', (chunk: Buffer) => {
        received.push(chunk);
        if (Buffer.concat(received).length === 5) void sendInParts(socket);
      }),
    );
    const listener = aListener();
    askOverTcp({ address: '127.0.0.1', port }, Buffer.from('ask'), listener);
    await until(() => listener.onMessage.mock.calls.length > 0 || listener.onError.mock.calls.length > 0);
    expect(Buffer.concat(received).toString('hex')).toBe(`0003${Buffer.from('ask').toString('hex')}`);
    await turn();
    expect([messagesOf(listener), listener.onError.mock.calls]).toEqual([['abc'], []]);
  });

  it('passes on an empty message', async () => {
    const port = await serve((socket) => socket.write(Buffer.of(0, 0)));
    const listener = aListener();
    askOverTcp({ address: '127.0.0.1', port }, Buffer.from('ask'), listener);
    await until(() => listener.onMessage.mock.calls.length > 0);
    expect(messagesOf(listener)).toEqual(['']);
  });

  it('reports that nothing listens, or that the server closes, once', async () => {
    const port = await serve((socket) => socket.end(Buffer.of(0, 9)));
    const closed = aListener();
    askOverTcp({ address: '127.0.0.1', port }, Buffer.from('ask'), closed);
    await until(() => closed.onError.mock.calls.length > 0);
    expect(closed.onError.mock.calls).toEqual([[new Error('The server closed the connection')]]);
    const refused = aListener();
    askOverTcp({ address: '127.0.0.2', port }, Buffer.from('ask'), refused);
    await until(() => refused.onError.mock.calls.length > 0);
    await turn();
    expect(refused.onError.mock.calls).toEqual([[expect.objectContaining({ code: 'ECONNREFUSED' })]]);
    expect(closed.onMessage).not.toHaveBeenCalled();
  });

  it('reports nothing after it was closed', async () => {
    let isOver = false;
    const port = await serve((socket) => {
      socket.resume().on('close', () => {
        isOver = true;
      });
    });
    const listener = aListener();
    const close = askOverTcp({ address: '127.0.0.1', port }, Buffer.from('ask'), listener);
    await until(() => closing.length === 2);
    close();
    await until(() => isOver);
    expect([listener.onMessage.mock.calls, listener.onError.mock.calls]).toEqual([[], []]);
  });
});

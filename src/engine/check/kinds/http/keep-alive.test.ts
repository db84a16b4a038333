import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { answering } from '../../../../../test/servers/raw.ts';
import { disposeRunners } from '../../runner.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { idleConnections } from '../../http/send.ts';
import { http } from './descriptor.ts';
import { OK, rawServerPerTest } from './testing/raw-server-per-test.ts';

const raw = rawServerPerTest();
const { checkAgainst } = raw;

describe('keep-alive', () => {
  it('drops an idle connection on which the server sends data', async () => {
    const sockets: Socket[] = [];
    const first = await checkAgainst(
      (socket) => {
        sockets.push(socket);
        socket.on('data', () => socket.write(OK));
      },
      { keepAlive: true },
    );
    expect(first.failure).toBeNull();
    sockets[0]?.write('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    await raw.server?.untilAllClosed();
    const second = await checkOnce({ kind: 'http', url: `http://127.0.0.1:${raw.server?.port}/`, keepAlive: true });
    expect(second).toMatchObject({ failure: null, details: { status: 200 } });
    expect(raw.server?.accepted).toBe(2);
  });

  const pages = answering(OK, { end: false });

  it('reuses the connection, so there is no connect phase, until the engine stops', async () => {
    const first = await checkAgainst(pages, { keepAlive: true });
    expect(Object.keys(first.phases)).toEqual(['connect', 'wait', 'transfer']);
    const second = await checkOnce({ kind: 'http', url: `http://127.0.0.1:${raw.server?.port}/`, keepAlive: true });
    expect(second.failure).toBeNull();
    expect(Object.keys(second.phases)).toEqual(['wait', 'transfer']);
    expect(second.details.remoteAddress).toBe(`127.0.0.1:${raw.server?.port}`);
    expect(raw.server?.accepted).toBe(1);
    expect(idleConnections.size).toBe(1);
    disposeRunners([http]);
    expect(idleConnections.size).toBe(0);
    await raw.server?.untilAllClosed();
  });

  it('opens a new connection when the server just closed the idle one', async () => {
    let requests = 0;
    const closesSecond = (socket: Socket, index: number) => {
      socket.on('data', () => {
        requests++;
        if (index === 0 && requests === 2) socket.resetAndDestroy();
        else socket.write(OK);
      });
    };
    await checkAgainst(closesSecond, { keepAlive: true });
    const second = await checkOnce({ kind: 'http', url: `http://127.0.0.1:${raw.server?.port}/`, keepAlive: true });
    expect(second.failure).toBeNull();
    expect(Object.keys(second.phases)).toContain('connect');
    expect(raw.server?.accepted).toBe(2);
  });

  it('drops a connection that the server closes while it is idle', async () => {
    let idle: Socket | undefined;
    await checkAgainst(
      (socket) => {
        idle = socket;
        pages(socket);
      },
      { keepAlive: true },
    );
    expect(idleConnections.size).toBe(1);
    idle?.end();
    await raw.server?.untilAllClosed();
    while (idleConnections.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it.each([
    [
      'the server says close',
      answering('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi', { end: false }),
      {},
    ],
    [
      'the body was truncated',
      answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhihihi', { end: false }),
      { maxBytes: 2 },
    ],
    ['the server sent more than the length', answering(`${OK}and more`, { end: false }), {}],
    ['the method is POST', pages, { method: 'POST' }],
  ])('does not keep the connection when %s', async (_, behave, fields) => {
    const { failure } = await checkAgainst(behave, { keepAlive: true, ...fields });
    expect(failure).toBeNull();
    expect(idleConnections.size).toBe(0);
    await raw.server?.untilAllClosed();
  });

  it('is off by default', async () => {
    await checkAgainst(pages);
    expect(idleConnections.size).toBe(0);
    await raw.server?.untilAllClosed();
  });
});

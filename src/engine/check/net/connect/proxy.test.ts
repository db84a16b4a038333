/** The bytes that are sent to a proxy. `kinds/http/http-proxy.test.ts` tests real proxies. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Resolver } from '../../kind.ts';
import { connectThroughProxy, connectToProxy, isSocks, proxyHeaders, type Proxy } from './proxy.ts';
import { aProbe } from '../testing/probe.ts';
import { USER_AGENT } from './user-agent.ts';

let server: RawServer;
const opened: Socket[] = [];

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await server.untilAllClosed();
  await server.dispose();
});

/** What the proxy got, in hexadecimal, one message an answer. */
let got: string[];

/** A proxy that gives these answers, one after each message. */
async function serve(...answers: readonly (string | readonly number[])[]): Promise<void> {
  got = [];
  server = await startRaw((socket) => {
    socket.on('data', (message: Buffer) => {
      got.push(message.toString('hex'));
      const answer = answers[got.length - 1];
      if (answer !== undefined) socket.write(typeof answer === 'string' ? answer : Buffer.from(answer));
    });
  });
}

const NO_SECRETS = { username: '', password: '', headers: {}, verifyTls: true, trustedCertificates: [] };
const aProxy = (scheme: string, more: Partial<Proxy> = {}): Proxy => ({
  url: new URL(`${scheme}://127.0.0.1:${server.port}`),
  context: () => expect.unreachable('No TLS is needed'),
  ...NO_SECRETS,
  ...more,
});

const resolve = vi.fn<Resolver['resolve']>(async () => [{ address: '192.0.2.7', family: 4 }]);

async function connect(proxy: Proxy, host = 'target.example', port = 443) {
  resolve.mockClear();
  const probe = aProbe({ resolver: { resolve } });
  const socket = await connectThroughProxy(probe, proxy, { host, port, family: 4 });
  opened.push(socket);
  return { probe, socket };
}

/** Returns why a connection fails, and expects that nothing stays open. */
async function refusal(proxy: Proxy, host?: string) {
  const error: unknown = await connect(proxy, host).catch((thrown: unknown) => thrown);
  await server.untilAllClosed();
  return error instanceof FailureError ? error.failure : error;
}

const failed = (problem: object) => ({
  code: 'proxy.failed',
  params: { proxy: `127.0.0.1:${server.port}`, ...problem },
});

describe('an HTTP proxy', () => {
  const text = () => got.map((message) => Buffer.from(message, 'hex').toString('latin1'));

  it('is asked for a connection to the target, and passes on the first bytes from it', async () => {
    await serve('HTTP/1.1 200 Connection established\r\n\r\nhello');
    const { probe, socket } = await connect(aProxy('http'));
    expect(text()).toEqual([
      `CONNECT target.example:443 HTTP/1.1\r\nHost: target.example:443\r\nUser-Agent: ${USER_AGENT}\r\n\r\n`,
    ]);
    expect(probe.details).toEqual({ proxy: `127.0.0.1:${server.port}` });
    expect(Object.keys(probe.watch.stop().phases)).toEqual(['connect', 'proxy']);
    const rest = new Promise((done) => socket.once('data', (data: Buffer) => done(data.toString())));
    socket.resume();
    expect(await rest).toBe('hello');
    expect(resolve).not.toHaveBeenCalled();
  });

  it('gets credentials and headers, and an address in brackets', async () => {
    await serve('HTTP/1.0 299 Yes\r\n\r\n');
    await connect(aProxy('http', { username: 'ann', password: 'secret', headers: { 'X-Team': 'a' } }), '2001:db8::7');
    const [head = ''] = text();
    expect(head.split('\r\n')).toEqual([
      'CONNECT [2001:db8::7]:443 HTTP/1.1',
      'Host: [2001:db8::7]:443',
      `User-Agent: ${USER_AGENT}`,
      `Proxy-Authorization: Basic ${Buffer.from('ann:secret').toString('base64')}`,
      'X-Team: a',
      '',
      '',
    ]);
  });

  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', { reason: 'auth' }],
    ['HTTP/1.1 401 Unauthorized\r\n\r\n', { reason: 'auth' }],
    ['HTTP/1.1 403 Forbidden\r\n\r\n', { reason: 'status', status: 403 }],
    ['HTTP/1.1 300 Multiple Choices\r\n\r\n', { reason: 'status', status: 300 }],
    ['HTTP/1.1 199 Early\r\n\r\n', { reason: 'status', status: 199 }],
    ['HTTP/2.0 200 Yes\r\n\r\n', { reason: 'notProxy' }],
    ['not HTTP/1.1 200 Yes\r\n\r\n', { reason: 'notProxy' }],
    ['SSH-2.0-OpenSSH', { reason: 'notProxy' }],
  ])('is reported when it answers %j', async (answer, problem) => {
    await serve(answer);
    expect(await refusal(aProxy('http'))).toEqual(failed(problem));
  });

  it('is waited for until its answer is complete, and a short one may still become HTTP', async () => {
    server = await startRaw((socket) => {
      socket.setNoDelay().once('data', () => {
        const parts = ['HTT', 'P/1.1 200 Yes\r\n', 'Via: x\r\n', '\r\n'];
        const send = () => {
          const part = parts.shift();
          if (part === undefined) return;
          socket.write(part);
          setImmediate(() => setImmediate(() => setImmediate(send)));
        };
        send();
      });
    });
    const { socket } = await connect(aProxy('http'));
    expect(socket.readableLength).toBe(0);
  });

  it('is reported when nothing listens', async () => {
    await serve();
    const proxy = aProxy('http');
    await server.dispose();
    const probe = aProbe({});
    await expect(connectToProxy(probe, proxy, { family: 0 })).rejects.toMatchObject({
      failure: { code: 'proxy.failed', params: { reason: 'connection' }, raw: /ECONNREFUSED/u },
    });
    expect(probe.details).toEqual({ proxy: `127.0.0.1:${server.port}` });
  });

  it('is not blamed when the check is cancelled', async () => {
    await serve();
    const stop = new AbortController();
    const reason = new Error('not wanted');
    const probe = aProbe({ signal: stop.signal });
    const connecting = connectThroughProxy(probe, aProxy('http'), { host: 'a.example', port: 80, family: 0 });
    const refused = connecting.catch((error: unknown) => error);
    await expect.poll(() => got.length).toBe(1);
    stop.abort(reason);
    expect(await refused).toBe(reason);
    const late = connectToProxy(probe, aProxy('http'), { family: 0 });
    await expect(late).rejects.toBe(reason);
  });
});

describe('a SOCKS proxy', () => {
  const hex = (...bytes: readonly (number | string)[]) =>
    bytes
      .map((byte) => (typeof byte === 'string' ? Buffer.from(byte).toString('hex') : Buffer.of(byte).toString('hex')))
      .join('');
  const DONE = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

  it('resolves the name itself (socks5h), or gets an address (socks5)', async () => {
    await serve([5, 0], DONE);
    await connect(aProxy('socks5h'));
    expect(got).toEqual([hex(5, 1, 0), hex(5, 1, 0, 3, 14, 'target.example', 1, 187)]);
    expect(resolve).not.toHaveBeenCalled();
    await serve([5, 0], DONE);
    const { probe } = await connect(aProxy('socks5'), 'target.example', 80);
    expect(got).toEqual([hex(5, 1, 0), hex(5, 1, 0, 1, 192, 0, 2, 7, 0, 80)]);
    expect(Object.keys(probe.watch.stop().phases)).toEqual(['dns', 'connect', 'proxy']);
  });

  it.each([
    ['192.0.2.1', hex(1, 192, 0, 2, 1)],
    ['2001:db8::7', `0420010db8${'00'.repeat(11)}07`],
    ['::', `04${'00'.repeat(16)}`],
    ['1:2:3:4:5:6:7:8', '0400010002000300040005000600070008'],
    ['fe80::1%eth0', `04fe80${'00'.repeat(13)}01`],
    ['::ffff:192.0.2.1', `04${'00'.repeat(10)}ffffc0000201`],
  ])('gets the address %s as it is', async (host, bytes) => {
    await serve([5, 0], DONE);
    await connect(aProxy('socks5'), host);
    expect(got[1]).toBe(`050100${bytes}01bb`);
    expect(resolve).not.toHaveBeenCalled();
  });

  it('gets the name and the password when it asks for them', async () => {
    await serve([5, 2], [1, 0], DONE);
    await connect(aProxy('socks5h', { username: 'ann', password: 'secret' }), 'a.example');
    expect(got).toEqual([hex(5, 2, 0, 2), hex(1, 3, 'ann', 6, 'secret'), hex(5, 1, 0, 3, 9, 'a.example', 1, 187)]);
    await serve([5, 0], DONE);
    await connect(aProxy('socks5h', { password: 'secret' }), 'a.example');
    expect(got[0]).toBe(hex(5, 2, 0, 2));
  });

  it.each([
    [[1, 0, 0], [], { reason: 'notProxy' }],
    [[5, 255], [], { reason: 'auth' }],
    [[5, 1], [], { reason: 'auth' }],
    [[5, 0], [5, 1, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'general' }],
    [[5, 0], [5, 2, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'notAllowed' }],
    [[5, 0], [5, 3, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'unreachable' }],
    [[5, 0], [5, 4, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'unreachable' }],
    [[5, 0], [5, 5, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'refused' }],
    [[5, 0], [5, 6, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'unreachable' }],
    [[5, 0], [5, 9, 0, 1, 0, 0, 0, 0, 0, 0], { reason: 'general' }],
  ])('is reported when it answers %j and %j', async (first, second, problem) => {
    await serve(first, second);
    expect(await refusal(aProxy('socks5h'))).toEqual(failed(problem));
  });

  it('is reported when it refuses the password', async () => {
    await serve([5, 2], [1, 1]);
    expect(await refusal(aProxy('socks5h', { username: 'ann' }))).toEqual(failed({ reason: 'auth' }));
  });

  it.each([
    ['an IPv4 address', DONE],
    ['an IPv6 address', [5, 0, 0, 4, ...Buffer.alloc(18)]],
    ['a name', [5, 0, 0, 3, 4, ...Buffer.from('name'), 0, 80]],
  ])('may say that it connects from %s, and then comes the target', async (_, answer) => {
    server = await startRaw((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.of(5, 0));
        socket.once('data', () => {
          // The answer comes in two packets.
          socket.setNoDelay().write(Buffer.from(answer.slice(0, 4)));
          setImmediate(() =>
            setImmediate(() =>
              setImmediate(() => socket.write(Buffer.from([...answer.slice(4), ...Buffer.from('hi')]))),
            ),
          );
        });
      });
    });
    const { socket } = await connect(aProxy('socks5h'));
    const rest = new Promise((done) => socket.once('data', (data: Buffer) => done(data.toString())));
    socket.resume();
    expect(await rest).toBe('hi');
  });
});

it('knows the usual ports, and which proxies speak SOCKS', async () => {
  await serve();
  const schemes = { 'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks5h:': 1080 };
  for (const [scheme, port] of Object.entries(schemes)) {
    const proxy = aProxy('http', { url: new URL(`${scheme}//127.0.0.250`) });
    expect(isSocks(proxy)).toBe(scheme.startsWith('socks'));
    const probe = aProbe({ signal: AbortSignal.abort() });
    await expect(connectToProxy(probe, proxy, { family: 0 })).rejects.toThrow('aborted');
    expect(probe.details).toEqual({ proxy: `127.0.0.250:${port}` });
  }
});

it('adds the headers of the endpoint last', () => {
  const proxy = { ...NO_SECRETS, url: new URL('http://proxy.example'), context: () => expect.unreachable() };
  expect(proxyHeaders(proxy)).toEqual({});
  expect(proxyHeaders({ ...proxy, headers: { Host: 'b' } }, { Host: 'a', Via: 'c' })).toEqual({ Host: 'b', Via: 'c' });
});

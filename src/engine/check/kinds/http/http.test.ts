/** The HTTP kind against servers that misbehave. `http-nginx.test.ts` tests real servers. */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startDns } from '../../../../../test/servers/dns.ts';
import { answering } from '../../../../../test/servers/raw.ts';
import { OK, rawServerPerTest } from './testing/raw-server-per-test.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { createResolver } from '../../net/dns/resolve.ts';
import { checkOnce } from '../../testing/check-once.ts';

const raw = rawServerPerTest();
const { checkAgainst } = raw;

describe('a truncated response', () => {
  it.each<[string, (socket: Socket) => void, string, RegExp]>([
    ['before it starts', (socket) => void socket.end(), 'wait', /without an answer/u],
    [
      'by a reset',
      (socket) => void socket.once('data', () => socket.resetAndDestroy()),
      'wait',
      /reset the connection/u,
    ],
    ['in the header', answering('HTTP/1.1 200 OK\r\nConte'), 'transfer', /in the middle of the header/u],
    [
      'in the body',
      answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi'),
      'transfer',
      /after 2 bytes \(announced: 9 bytes\)/u,
    ],
    [
      'in a chunk',
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel'),
      'transfer',
      /after 3 bytes/u,
    ],
  ])('is a reset: %s', async (_, behave, phase, message) => {
    const { failure } = await checkAgainst(behave);
    expect(failure).toMatchObject({ code: 'connection.reset', phase, message: expect.stringMatching(message) });
    await raw.server?.untilAllClosed();
  });
});

describe('a truncated handshake', () => {
  it('is a reset', async () => {
    const server = await raw.start((socket) => socket.end());
    const { failure } = await checkOnce({ kind: 'http', url: `https://127.0.0.1:${server.port}/` });
    expect(failure).toMatchObject({ code: 'connection.reset', phase: 'tls' });
    await server.untilAllClosed();
  });
});

describe('a response that is not HTTP', () => {
  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', /it is not HTTP/u, 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a page without a header', '<html>', /it is not HTTP/u, '<html>'],
    ['TLS', Buffer.from([0x15, 3, 3, 0, 2, 2, 0x28]), /it is TLS/u, '······('],
    ['an endless header', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(80_000)}\r\n\r\n`, /larger than 64 KB/u, undefined],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', /not framed/u, undefined],
  ])('%s is a protocol error', async (_, text, message, snippet) => {
    const { failure, details } = await checkAgainst(answering(text));
    expect(failure).toMatchObject({ code: 'protocol.error', message: expect.stringMatching(message) });
    expect(details.snippet).toBe(snippet);
    await raw.server?.untilAllClosed();
  });
});

describe('an unusual but valid response', () => {
  it.each([
    ['more data than its length', `${OK}and more`, 200, 2],
    ['an interim response before it', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`, 200, 2],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nto the end', 200, 10],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nto the end', 200, 10],
    ['no reason phrase', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n', 200, 0],
    ['204 with a length', 'HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\n', 204, 0],
    ['5,000 header fields', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(5_000)}Content-Length: 0\r\n\r\n`, 200, 0],
  ])('%s', async (_, text, status, bytes) => {
    const { failure, details } = await checkAgainst(answering(text));
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status, bytes });
    await raw.server?.untilAllClosed();
  });

  it('may follow many interim responses, for which one listener is enough', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on('warning', onWarning);
    const { failure } = await checkAgainst(answering(`${'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(90)}${OK}`));
    await raw.server?.untilAllClosed();
    process.off('warning', onWarning);
    expect(failure).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('after an interim one ends the wait with its own first byte', async () => {
    const { failure, phases } = await checkAgainst((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
        setTimeout(() => socket.end(OK), 400);
      });
    });
    expect(failure).toBeNull();
    // Less than the server waited, because the time in which this loop was busy does not count.
    expect(phases['wait']).toBeGreaterThan(100);
    expect(phases['transfer']).toBeLessThan(phases['wait'] ?? 0);
    await raw.server?.untilAllClosed();
  });

  it('to HEAD has no body, whatever its length', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    const { failure, details } = await checkAgainst(answering(head, { end: false }), { method: 'HEAD' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, bytes: 0 });
    await raw.server?.untilAllClosed();
  });

  it('may switch protocols when the request asks for it', async () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x02hi';
    const { failure, details } = await checkAgainst(answering(text, { end: false }), {
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
      acceptedStatus: '101',
    });
    expect(failure).toBeNull();
    expect(details.status).toBe(101);
    await raw.server?.untilAllClosed();
  });
});

describe('the deadline', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['for the response', () => {}, 'wait'],
    [
      'for the rest of the body',
      answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi', { end: false }),
      'transfer',
    ],
  ])('holds %s', async (_, behave, phase) => {
    const { failure, phases, details } = await checkAgainst(behave, { timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase, message: expect.stringContaining('within 150 ms') });
    expect(phases[phase === 'wait' ? 'wait' : 'transfer']).toBeGreaterThan(0);
    expect(details.status).toBe(phase === 'wait' ? undefined : 200);
    await raw.server?.untilAllClosed();
  });

  it('applies to a DNS server that does not answer', async () => {
    const dns = await startDns(() => 'silent');
    try {
      const resolver = createResolver({ servers: [dns.server], hostsFile: '/nonexistent/hosts' });
      const { failure, phases } = await checkOnce(
        { kind: 'http', url: 'http://a.example/', timeout: '150ms' },
        { resolver },
      );
      expect(failure).toMatchObject({ code: 'timeout', phase: 'dns' });
      expect(Object.keys(phases)).toEqual(['dns']);
    } finally {
      await dns.dispose();
    }
  });

  it('applies to a TLS handshake', async () => {
    const server = await raw.start(() => {});
    const outcome = await checkOnce({ kind: 'http', url: `https://127.0.0.1:${server.port}/`, timeout: '150ms' });
    expect(outcome.failure).toMatchObject({ code: 'timeout', phase: 'tls' });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'tls']);
    await server.untilAllClosed();
  });

  it('applies to a server that sends endless chunks', async () => {
    const endless = (socket: Socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 5);
        socket.once('close', () => clearInterval(timer));
      });
    };
    const { failure } = await checkAgainst(endless, { timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'transfer' });
    await raw.server?.untilAllClosed();
  });
});

describe('the max response size', () => {
  it('closes the connection and reports it, and limits the search for keywords', async () => {
    const text = `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100)}needle`;
    const { failure, details } = await checkAgainst(answering(text, { end: false }), {
      maxBytes: 100,
      keyword: 'needle',
    });
    expect(details).toMatchObject({ bytes: 100, truncated: true });
    expect(failure).toMatchObject({
      code: 'body.keywordMissing',
      message: '"needle" is not in the first 100 bytes of the body.',
    });
    await raw.server?.untilAllClosed();
  });

  it('accepts a body of exactly that size', async () => {
    const { failure, details } = await checkAgainst(answering(OK), { maxBytes: 2 });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ bytes: 2 });
    expect(details.truncated).toBeUndefined();
  });
});

describe('keywords', () => {
  it.each([
    ['UTF-8 by default', '', Buffer.from('Γειά σου')],
    [
      'the charset of the Content-Type',
      'Content-Type: text/html; charset="ISO-8859-7"\r\n',
      Buffer.from('c3e5e9dc20f3eff5', 'hex'),
    ],
    ['UTF-8 when the charset is unknown', 'Content-Type: text/html; charset=martian\r\n', Buffer.from('Γειά σου')],
  ])('are searched in %s', async (_, header, body) => {
    const head = Buffer.from(`HTTP/1.1 200 OK\r\n${header}Content-Length: ${body.length}\r\n\r\n`);
    const { failure } = await checkAgainst(answering(Buffer.concat([head, body])), {
      keyword: 'ειά',
      keywordAbsent: 'ΕΙΆ',
    });
    expect(failure).toBeNull();
  });

  it('cannot be searched in a body whose encoding is wrong', async () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi';
    const { failure } = await checkAgainst(answering(text), { keyword: 'hi' });
    expect(failure).toMatchObject({ code: 'protocol.error', message: expect.stringContaining('not gzip') });
  });
});

describe('the request', () => {
  async function requestFor(fields: Omit<EndpointInput, 'kind'>): Promise<string> {
    let request = '';
    await checkAgainst((socket) => {
      socket.on('data', (chunk: Buffer) => {
        request += chunk.toString('latin1');
      });
      answering(OK)(socket);
    }, fields);
    return request.replaceAll(String(raw.server?.port), 'PORT');
  }

  it('is as short as possible', async () => {
    expect(await requestFor({})).toBe(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: ${USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    );
  });

  it('has the headers and the body of the endpoint, which override the defaults', async () => {
    const request = await requestFor({
      method: 'POST',
      headers: { host: 'other.example', ACCEPT: 'text/html', 'X-Word': 'caf\u00e9' },
      userAgent: 'me/1',
      body: '{"é":1}',
      keyword: 'hi',
    });
    expect(request).toMatch(/^POST \/ HTTP\/1\.1\r\n/u);
    expect(request).toMatch(/\r\nhost: other\.example\r\n/u);
    expect(request).not.toMatch(/\r\nHost: /u);
    expect(request).toMatch(/\r\nACCEPT: text\/html\r\n/u);
    expect(request).not.toMatch(/Accept: \*/u);
    expect(request).toMatch(/\r\nX-Word: caf\u00e9\r\n/u);
    expect(request).toMatch(/\r\nUser-Agent: me\/1\r\n/u);
    expect(request).toMatch(/\r\nAccept-Encoding: gzip, br, deflate, zstd\r\n/u);
    expect(request).toMatch(/\r\nContent-Length: 8\r\n/u);
    expect(Buffer.from(request, 'latin1').toString()).toMatch(/\r\n\r\n\{"é":1\}$/u);
  });
});

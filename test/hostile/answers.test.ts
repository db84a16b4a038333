/**
 * What a server can do to its clients. All attacks hit one engine at the same time for a few seconds, while it checks
 * ten healthy endpoints twice a second.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CheckResult } from '../../src/contract/model/check.ts';
import type { Endpoint, EndpointInput } from '../../src/contract/model/endpoint.ts';
import type { Address, Resolver } from '../../src/engine/check/kind.ts';
import { kindDescriptors } from '../../src/engine/check/registry.ts';
import { createResolver } from '../../src/engine/check/net/dns/resolve.ts';
import { createTexts } from '../../src/i18n/texts.ts';
import { OPENSSL_PACKAGES } from '../servers/certificates.ts';
import { startDns, type DnsServer } from '../servers/dns.ts';
import { available, freePorts } from '../servers/process.ts';
import { absurdCertificate, type AbsurdCertificate } from './absurd-certificate.ts';
import { swallowingPort, type SwallowingPort } from './swallow.ts';
import { startWatch, type Watch } from './watch.ts';

const { skip, reason } = available(OPENSSL_PACKAGES);

const texts = createTexts(kindDescriptors());
/** The timeout of checks that should reach their deadline. */
const TIMEOUT = 3_000;
/** The timeout of all other checks, so that they end in the same way on a busy machine. */
const LONG_TIMEOUT = 15_000;
/** How long after its deadline a check may end on a busy machine. */
const GRACE = 10_000;
const HEALTHY = 10;
const MB = 1024 * 1024;

interface Expected {
  /** Null: the endpoint is up. */
  readonly code: string | null;
  readonly message?: RegExp;
  readonly fields?: Omit<EndpointInput, 'kind'>;
  readonly details?: Readonly<Record<string, unknown>>;
}

const LOOK_INSIDE = { keyword: 'needle' };
const timeoutOf = ({ code }: Pick<Expected, 'code'>) => (code === 'timeout' ? TIMEOUT : LONG_TIMEOUT);
const notHttp: Expected = { code: 'protocol.error', message: /^The answer breaks the rules of HTTP: it is not HTTP/u };

const HTTP: Readonly<Record<string, Expected>> = {
  'endless body': { code: null, details: { truncated: true, bytes: 1_000_000 } },
  'a byte at a time in the header': { code: 'timeout', message: /^No answer within 3 s: / },
  'a byte at a time in the body': { code: 'timeout', message: /the answer began, but did not end/ },
  'a megabyte of header': { code: 'protocol.error', message: /its header is larger than 64 KB/ },
  '100,000 headers': { code: 'protocol.error', message: /its header is larger than 64 KB/ },
  'endless header': { code: 'protocol.error', message: /its header is larger than 64 KB/ },
  'endless trailers': { code: 'protocol.error', message: /breaks the rules of HTTP/ },
  'endless interim answers': { code: 'protocol.error', message: /more than 100 interim responses/ },
  'endless empty lines': { code: 'timeout', message: /./ },
  garbage: notHttp,
  'reset in mid-body': {
    code: 'connection.reset',
    message: /in the middle of the body, after 4 bytes \(announced: 1,000 bytes\)/,
  },
  'shorter than its length': {
    code: 'connection.reset',
    message: /in the middle of the body, after 5 bytes \(announced: 1,000 bytes\)/,
  },
  'longer than its length': { code: null, details: { bytes: 2 } },
  'negative length': notHttp,
  'absurd length': notHttp,
  'two lengths': notHttp,
  'redirect loop': { code: 'http.tooManyRedirects', message: /^More than 10 redirects; the last one leads to http:/u },
  'redirect that grows': { code: 'http.tooManyRedirects', message: /^More than 10 redirects/u },
  'redirect to a file': { code: 'http.badRedirect', message: /leads to "file:\/\/\/etc\/passwd", which is neither/ },
  'redirect to another scheme': { code: 'http.badRedirect', message: /leads to "gopher:.*, which is neither/ },
  'redirect to a script': { code: 'http.badRedirect', message: /leads to "javascript:.*…", which is neither/ },
  'gzip bomb': { code: 'body.keywordMissing', fields: LOOK_INSIDE },
  'brotli bomb': { code: 'body.keywordMissing', fields: LOOK_INSIDE },
  'bomb within a bomb': { code: 'body.keywordMissing', fields: LOOK_INSIDE },
  'compressed a hundred times': {
    code: 'protocol.error',
    message: /it is compressed 100 times/,
    fields: LOOK_INSIDE,
  },
  'endless chunk extension': { code: 'protocol.error', message: /its body is not framed as its header says/ },
  'chunks of a byte': { code: 'protocol.error', message: /pieces/, fields: LOOK_INSIDE },
  'chunks of a byte in long lines': { code: 'protocol.error', message: /pieces/, fields: LOOK_INSIDE },
  'chunk of a negative size': { code: 'protocol.error', message: /its body is not framed as its header says/ },
  silence: { code: 'timeout', message: /connected, but the server sent nothing/ },
  'closes at once': { code: 'connection.reset', message: /closed the connection without an answer/ },
};

const TLS: Readonly<Record<string, Expected>> = {
  'never finishes TLS': { code: 'timeout', message: /connected, but the TLS handshake did not end/ },
  'alerts without end': { code: 'connection.reset', message: /during the TLS handshake/ },
  garbage: { code: 'tls.handshake', message: /^The server does not speak TLS/u },
  'absurd names': { code: 'tls.wrongHost', message: /^The certificate is not for 127\.0\.0\.1, but for /u },
};

const HTTP_2: Readonly<Record<string, Expected>> = {
  'HTTP/2: resets the stream': { code: 'protocol.error', message: /breaks the rules of HTTP\/2/ },
  'HTTP/2: endless pings': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: endless settings': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: endless continuation': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: endless empty data': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: data of a byte': { code: 'protocol.error', message: /pieces of a few bytes/ },
  'HTTP/2: data beyond the window': { code: null, details: { truncated: true, bytes: 1_000_000 } },
  'HTTP/2: endless resets': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: GOAWAY without closing': { code: 'connection.reset' },
  'HTTP/2: an unwanted push promise': { code: 'timeout', message: /connected, but the server sent nothing/ },
  'HTTP/2: frames of garbage': { code: 'protocol.error', message: /HTTP\/2/ },
  'HTTP/2: silence': { code: 'timeout', message: /connected, but the server sent nothing/ },
};

const TCP: Readonly<Record<string, Expected>> = {
  'endless text': { code: 'expect.missing', message: /"needle" is not in the first 64 KB/ },
  'a byte at a time': { code: 'timeout', message: /received [\d.,]+ (?:bytes|KB), but not "needle"/ },
  silence: { code: 'timeout', message: /^No answer within/u },
};

const ELSEWHERE: Readonly<Record<string, Expected>> = {
  '500 addresses that refuse': {
    code: 'connect.refused',
    message: /\(127\.1\.0\.0:\d+, .* and 27 more; 468 not tried\)\.$/,
  },
  '500 addresses that swallow packets': { code: 'timeout', message: /the connection was not accepted/ },
  'an address that swallows packets': { code: 'timeout', message: /the connection was not accepted/ },
  'a DNS server that says nothing': { code: 'timeout', message: /the DNS lookup of the name did not end/ },
  'a DNS server that talks nonsense': { code: 'dns.failed', message: /an invalid answer/ },
};

/** By the name of the endpoint. */
const expectations = new Map<string, Expected>([
  ...Object.entries(HTTP).map(([name, expected]) => [`http: ${name}`, expected] as const),
  ...Object.entries(TLS).map(([name, expected]) => [`tls: ${name}`, expected] as const),
  ...Object.entries(HTTP_2).map(([name, expected]) => [`http2: ${name}`, expected] as const),
  ...Object.entries(TCP).map(([name, expected]) => [`tcp: ${name}`, expected] as const),
  ...Object.entries(ELSEWHERE),
]);

interface Memory {
  readonly at: number;
  readonly bytes: number;
}

describe.skipIf(skip)(`under attack${reason}`, () => {
  let certificate: AbsurdCertificate | undefined;
  let attackers: ChildProcess;
  let dns: DnsServer;
  let swallowing: SwallowingPort;
  let watch: Watch;
  let attackFrom = 0;
  let attackTo = 0;
  const endpoints = new Map<string, Endpoint>();
  const healthy: Endpoint[] = [];
  const memory: Memory[] = [];

  beforeAll(async () => {
    certificate = await absurdCertificate();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.text]);
    attackers = fork(fileURLToPath(new URL('./attackers.ts', import.meta.url)), { execArgv: [] });
    attackers.send({ cert: certificate.cert, key: certificate.key });
    const [ports] = (await once(attackers, 'message')) as [Record<string, number>];
    dns = await startDns((_, name) => (name.startsWith('nonsense') ? 'garbage' : 'silent'));
    swallowing = await swallowingPort();
    const [closed = 0] = await freePorts(1);
    watch = await startWatch({ resolver: hostileResolver(dns) });

    const port = (name: string) => ports[name] ?? 0;
    const add = async (name: string, input: EndpointInput) => {
      const expected = expectations.get(name);
      if (expected === undefined) throw new Error(`Nothing is expected of ${name}`);
      const common = { interval: 60_000, timeout: timeoutOf(expected), retries: 0 };
      endpoints.set(name, await watch.add({ ...common, name, ...input }));
    };
    const url = port('healthy');
    for (let i = 0; i < HEALTHY; i++) {
      const input = { kind: 'http', url: `http://127.0.0.1:${url}/${i}`, interval: 500, timeout: 10_000 };
      healthy.push(await watch.add({ ...input, name: `healthy ${i}` }));
    }
    const allChecked = () => healthy.every((endpoint) => watch.of(endpoint).length >= 2);
    await vi.waitUntil(allChecked, { timeout: 60_000 });

    globalThis.gc?.();
    const sample = () => {
      const { heapUsed, arrayBuffers, external } = process.memoryUsage();
      memory.push({ at: Date.now(), bytes: heapUsed + Math.max(arrayBuffers, external) });
    };
    sample();
    const sampling = setInterval(sample, 50);
    attackFrom = Date.now();
    for (const [name, { fields }] of Object.entries(HTTP)) {
      await add(`http: ${name}`, { kind: 'http', url: `http://127.0.0.1:${port(name)}/`, ...fields });
    }
    for (const [name, { fields }] of Object.entries(TLS)) {
      await add(`tls: ${name}`, { kind: 'http', url: `https://127.0.0.1:${port(name)}/`, ...fields });
    }
    for (const [name, { fields }] of Object.entries(HTTP_2)) {
      const input = { kind: 'http', url: `https://127.0.0.1:${port(name)}/`, verifyTls: false, ...fields };
      await add(`http2: ${name}`, input);
    }
    for (const name of Object.keys(TCP)) {
      await add(`tcp: ${name}`, { kind: 'tcp', host: '127.0.0.1', port: port(name), expect: 'needle' });
    }
    await add('500 addresses that refuse', { kind: 'tcp', host: 'many.example', port: closed });
    await add('500 addresses that swallow packets', { kind: 'tcp', host: 'many.swallowed', port: swallowing.port });
    await add('an address that swallows packets', { kind: 'tcp', host: '127.0.0.1', port: swallowing.port });
    await add('a DNS server that says nothing', { kind: 'tcp', host: 'silent.example', port: 80 });
    await add('a DNS server that talks nonsense', { kind: 'tcp', host: 'nonsense.example', port: 80 });
    const allEnded = () => [...endpoints.values()].every((endpoint) => watch.of(endpoint).length > 0);
    await vi.waitUntil(allEnded, { timeout: 60_000 });
    attackTo = Date.now();
    clearInterval(sampling);
  });

  afterAll(async () => {
    await watch?.engine.dispose();
    attackers?.kill('SIGKILL');
    await Promise.all([certificate?.dispose(), dns?.dispose(), swallowing?.dispose()]);
  });

  function resultOf(name: string): CheckResult {
    const endpoint = endpoints.get(name);
    const [result] = endpoint === undefined ? [] : watch.of(endpoint);
    if (result === undefined) throw new Error(`${name} was not checked`);
    return result;
  }

  it.each([...expectations])('%s', (name, { code, message, details }) => {
    const result = resultOf(name);
    expect(result.failure?.code ?? null).toBe(code);
    const kind = endpoints.get(name)?.config.kind;
    const sentence = result.failure === null ? '' : texts.failure(result.failure, kind);
    expect(sentence).toMatch(message ?? /^/u);
    expect(result.details).toMatchObject(details ?? {});
    expect(result.durationMs).toBeLessThan(timeoutOf({ code }) + GRACE);
    // What is stored, pushed and shown for a check stays small, whatever the other side sends.
    expect(sentence.length).toBeLessThan(1_500);
    expect(JSON.stringify(result).length).toBeLessThan(64 * 1024);
  });

  it('causes no bugs', () => {
    expect(watch.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('takes little memory', () => {
    const [before] = memory;
    const most = memory.reduce((max, { bytes }) => Math.max(max, bytes), 0);
    expect((most - (before?.bytes ?? 0)) / MB).toBeLessThan(120);
  });

  it('does not delay other checks', () => {
    const during = healthy.map((endpoint) => watch.of(endpoint).filter(({ at }) => at >= attackFrom && at <= attackTo));
    const all = during.flat();
    expect(all.every(({ verdict }) => verdict === 'up')).toBe(true);
    for (const checks of during) expect(checks.length).toBeGreaterThan(((attackTo - attackFrom) / 500) * 0.3);
    const late = all.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
    // About 3 and 100 ms on an idle machine.
    expect(late[Math.floor(late.length / 2)]).toBeLessThan(250);
    expect(late.at(-1)).toBeLessThan(2_000);
  });
});

/** Names with 500 addresses; for all other names, a useless DNS server. */
function hostileResolver({ server }: DnsServer): Resolver {
  const dns = createResolver({ servers: [server] });
  const many = (base: string): Address[] =>
    Array.from({ length: 500 }, (_, i) => ({ address: `${base}.${i >> 8}.${i & 255}`, family: 4 }));
  return {
    resolve(host, family, signal) {
      if (host === 'many.example') return Promise.resolve(many('127.1'));
      if (host === 'many.swallowed')
        return Promise.resolve(many('127.0').map((one) => ({ ...one, address: '127.0.0.1' })));
      return dns.resolve(host, family, signal);
    },
  };
}

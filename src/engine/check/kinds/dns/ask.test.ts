/** Questions to DNS servers that are slow, silent, forged or broken. */
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import {
  encodeAnswer,
  startDns,
  type DnsAnswer,
  type DnsReply,
  type DnsServer,
} from '../../../../../test/servers/dns.ts';
import { freePorts } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { askDatagrams } from '../../net/connect/ask-datagrams.ts';
import { reverseName } from './ask.ts';

let server: DnsServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

async function ask(answer: () => DnsReply, fields: Omit<EndpointInput, 'kind'> = {}) {
  server = await startDns(answer);
  return checkOnce({ kind: 'dns', domain: 'a.example', server: '127.0.0.1', port: server.port, ...fields });
}

it.each<[DnsAnswer, string, string]>([
  ['garbage', 'protocol.error', 'The answer breaks the rules of the protocol.'],
  ['servfail', 'dns.rcode', 'The DNS server answered SERVFAIL for a.example; NOERROR was expected.'],
  ['bareError', 'dns.rcode', 'The DNS server answered SERVFAIL for a.example; NOERROR was expected.'],
])('judges an answer that is %s', async (answer, code, message) => {
  expect((await ask(() => answer)).failure).toMatchObject({ code, message });
});

it.each(['silent', 'forged', 'otherName'] as const)(
  'waits for an answer until the deadline when it is %s',
  async (answer) => {
    const { failure } = await ask(() => answer, { timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  },
);

it('asks again when a packet is lost', async () => {
  let asked = 0;
  const outcome = await ask(() => (asked++ === 0 ? 'silent' : ['192.0.2.1']));
  expect(outcome.failure).toBeNull();
  expect(server?.queries).toEqual(['A a.example', 'A a.example']);
  // Time in which this loop was busy does not count.
  expect(outcome.durationMs).toBeGreaterThan(500);
});

it('says that nothing listens on the port', async () => {
  const [port = 0] = await freePorts(1);
  const { failure } = await checkOnce({ kind: 'dns', domain: 'a.example', server: '127.0.0.1', port });
  expect(failure).toMatchObject({ code: 'connect.refused', phase: 'wait' });
});

it('goes on to the next server when one cannot be reached', async () => {
  const [port = 0] = await freePorts(1);
  server = await startDns(() => ['192.0.2.1']);
  const servers = [
    { address: '127.0.0.1', port },
    { address: '127.0.0.1', port: server.port },
  ];
  const query = Buffer.from('0001010000010000000000000161076578616d706c650000010001', 'hex');
  const { signal } = new AbortController();
  const { answer, server: answered } = await askDatagrams(servers, query, (message) => message.length, signal);
  expect([answered, answer > query.length]).toEqual([servers[1], true]);
});

it('refuses over TLS a certificate that it cannot verify, and accepts it if it need not', async () => {
  const now = Date.now();
  const certificate = createSelfSigned({ name: 'localhost', validFrom: now - 60_000, validTo: now + 600_000 });
  const secure = createServer({ ...certificate, ALPNProtocols: ['dot'] }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (query: Buffer) => {
      const answer = encodeAnswer(query.subarray(2), ['192.0.2.1']) ?? Buffer.alloc(0);
      socket.end(Buffer.concat([Buffer.of(0, answer.length), answer]));
    });
  });
  secure.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(secure, 'listening');
  try {
    const { port } = secure.address() as AddressInfo;
    const input = { kind: 'dns', domain: 'a.example', server: '127.0.0.1', port, transport: 'tls' };
    expect((await checkOnce(input)).failure).toMatchObject({ code: 'tls.selfSigned', phase: 'tls' });
    const { failure, details } = await checkOnce({ ...input, verifyTls: false });
    expect([failure, details.tls?.alpn, details['answers']]).toEqual([null, 'dot', ['192.0.2.1']]);
  } finally {
    secure.close();
  }
});

it.each([
  ['192.0.2.7', '7.2.0.192.in-addr.arpa'],
  ['2001:db8::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  ['::', `${'0.'.repeat(32)}ip6.arpa`],
  ['host.example', 'host.example'],
])('finds the name for the reverse of %s', (name, reverse) => {
  expect(reverseName(name)).toBe(reverse);
});

/** Servers that try to look like a fault of this machine, which would silence its alerts. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../src/contract/model/endpoint.ts';
import { createResolver } from '../../src/engine/check/net/dns/resolve.ts';
import { certificates, type Certificates } from '../servers/certificates.ts';
import { startDns, type DnsAnswer, type DnsServer } from '../servers/dns.ts';
import { startRaw } from '../servers/raw.ts';
import { startWatch, type Watch } from './watch.ts';

const CODES = 'EMFILE ENFILE ENOBUFS ENOMEM EADDRNOTAVAIL';
const fast = { retries: 0, interval: 60_000, timeout: 60_000 };

let files: Certificates;
let watch: Watch;
let dns: DnsServer;
let answer: (type: 'A' | 'AAAA', name: string) => DnsAnswer;
const servers: Server[] = [];

beforeAll(async () => {
  files = await certificates();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), files.authority]);
});
afterAll(() => files.dispose());

beforeEach(async () => {
  dns = await startDns((type, name) => answer(type, name));
  watch = await startWatch({ resolver: createResolver({ servers: [dns.server], hostsFile: '/nonexistent/hosts' }) });
});
afterEach(async () => {
  await watch.engine.dispose();
  await dns.dispose();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function resultOf(input: EndpointInput) {
  const endpoint = await watch.add({ ...fast, ...input });
  await expect.poll(() => watch.of(endpoint).length).toBe(1);
  return watch.of(endpoint)[0];
}

const http = (url: string): EndpointInput => ({ kind: 'http', name: url, url });

describe('a server is down, and not unknown,', () => {
  it('when its certificate is for names that quote error codes', async () => {
    const [cert, key] = await Promise.all([files.quoting.certificate, files.quoting.key].map((file) => readFile(file)));
    const port = await listen(tls.createServer({ ...(cert && key && { cert, key }) }));
    const result = await resultOf(http(`https://localhost:${port}/`));
    expect(result).toMatchObject({ verdict: 'down', failure: { code: 'tls.wrongHost' } });
    expect(result?.failure?.raw).toContain('EMFILE.attacker.example');
  });

  it('when its answer quotes error codes everywhere', async () => {
    const port = await listen(
      createServer((_, response) => response.writeHead(503, CODES, { 'x-error': CODES, server: CODES }).end(CODES)),
    );
    expect(await resultOf(http(`http://127.0.0.1:${port}/`))).toMatchObject({
      verdict: 'down',
      failure: { code: 'http.status' },
    });
  });

  it('when it quotes error codes in place of an answer, or redirects to them', async () => {
    const raw = await startRaw((socket) => socket.end(`${CODES}\r\n\r\n`));
    expect((await resultOf(http(`http://127.0.0.1:${raw.port}/`)))?.verdict).toBe('down');
    await raw.dispose();
    answer = () => 'nxdomain';
    const port = await listen(
      createServer((_, response) => response.writeHead(302, { location: 'http://EMFILE.attacker.example/' }).end()),
    );
    expect(await resultOf(http(`http://127.0.0.1:${port}/`))).toMatchObject({
      verdict: 'down',
      failure: { code: 'dns.nxdomain' },
    });
  });

  // The system refuses to connect to these addresses, before anything leaves this machine.
  it.each([
    ['nxdomain', 'dns.nxdomain'],
    ['servfail', 'dns.failed'],
    ['garbage', 'dns.failed'],
    [['224.0.0.251'], 'connect.'],
    [['255.255.255.255'], 'connect.'],
    [['ff02::1'], 'connect.'],
  ] as const)('when a DNS server says %j about it', async (said, code) => {
    const isSix = typeof said !== 'string' && said[0].includes(':');
    answer = (type) => (typeof said === 'string' || (type === 'AAAA') === isSix ? said : []);
    const result = await resultOf({ kind: 'tcp', name: 'tcp', host: 'emfile.attacker.example', port: 9 });
    expect(result).toMatchObject({ verdict: 'down', failure: { code: expect.stringContaining(code) } });
  });
});

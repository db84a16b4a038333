/** A day of Lookout for screenshots: endpoints of a fictional company with history, and servers that answer. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeFolder } from './hosts/data-folder.ts';

const run = promisify(execFile);

interface Service {
  readonly name: string;
  readonly host: string;
  readonly group: string;
  readonly tags?: readonly string[];
  readonly usualMs: number;
  readonly tcp?: true;
  readonly status?: number;
  readonly degradedAbove?: string;
  /** Each outage: how many hours ago it began, and its minutes. */
  readonly outages?: readonly (readonly [number, number])[];
}

const SERVICES: readonly Service[] = [
  { name: 'Shop', host: 'shop', group: 'Production', tags: ['public'], usualMs: 92, outages: [[9.4, 14]] },
  { name: 'Checkout API', host: 'checkout', group: 'Production', tags: ['api', 'public'], usualMs: 61 },
  { name: 'Search', host: 'search', group: 'Production', tags: ['api'], usualMs: 140, degradedAbove: '320ms' },
  { name: 'Accounts', host: 'accounts', group: 'Production', tags: ['api'], usualMs: 48 },
  { name: 'Product images', host: 'images', group: 'Production', tags: ['cdn'], usualMs: 18 },
  { name: 'Payments gateway', host: 'payments', group: 'Partners', usualMs: 230, degradedAbove: '150ms' },
  {
    name: 'Shipping rates',
    host: 'shipping',
    group: 'Partners',
    usualMs: 170,
    status: 503,
    outages: [
      [0.07, 5],
      [20, 34],
    ],
  },
  { name: 'Tax service', host: 'tax', group: 'Partners', usualMs: 110 },
  {
    name: 'Staging shop',
    host: 'staging',
    group: 'Staging',
    usualMs: 84,
    outages: [
      [14, 55],
      [3.2, 8],
    ],
  },
  { name: 'Orders database', host: 'orders-db', group: 'Infrastructure', usualMs: 2, tcp: true },
  { name: 'Session cache', host: 'cache', group: 'Infrastructure', usualMs: 1, tcp: true },
  { name: 'Mail relay', host: 'mail', group: 'Infrastructure', usualMs: 6, tcp: true, outages: [[17, 3]] },
];

export interface Demo {
  readonly dataDir: string;
  /** For the host: makes it trust the demo's certificate authority. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startDemo(): Promise<Demo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lookout-demo-'));
  const tls = await makeCertificate(dataDir);
  const servers: Server[] = [];
  const seeds = await Promise.all(
    SERVICES.map(async (service) => {
      const server = service.tcp
        ? createServer((socket) => socket.on('error', () => socket.destroy()))
        : web(service, tls);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return seedOf(service, (server.address() as AddressInfo).port);
    }),
  );
  await seed(dataDir, seeds);
  return {
    dataDir,
    env: { NODE_EXTRA_CA_CERTS: tls.authority },
    async stop() {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await removeFolder(dataDir);
    },
  };
}

/** Fills an empty data folder with endpoints that have a history (`test/seed.ts`). */
export async function seed(dataDir: string, seeds: readonly object[]): Promise<void> {
  const seeding = spawn(process.execPath, ['test/seed.ts', join(dataDir, 'lookout.db')], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  seeding.stdin.end(JSON.stringify(seeds));
  const [code] = (await once(seeding, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Filling the data folder failed (exit code ${code})`);
}

function seedOf(service: Service, port: number): object {
  const { name, host, group, tags = [], usualMs, tcp, degradedAbove, outages = [] } = service;
  const common = { name, group, tags, interval: '15s', ...(degradedAbove === undefined ? {} : { degradedAbove }) };
  const endpoint = tcp
    ? { ...common, kind: 'tcp', host: `${host}.localhost`, port }
    : { ...common, kind: 'http', url: `https://${host}.localhost:${port}/health` };
  return { endpoint, usualMs, secure: tcp !== true, outages, hours: 26 };
}

interface CertificateFiles {
  readonly key: Buffer;
  readonly cert: Buffer;
  readonly authority: string;
}

function web({ usualMs, status = 200 }: Service, { key, cert }: CertificateFiles): Server {
  return createTlsServer({ key, cert }, (_, response) => {
    setTimeout(
      () => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(status === 200 ? { status: 'ok' } : { status: 'maintenance', since: '09:12' }));
      },
      usualMs * (0.85 + 0.3 * Math.random()),
    );
  });
}

async function makeCertificate(dir: string): Promise<CertificateFiles> {
  const file = (name: string) => join(dir, name);
  const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: dir });
  const names = SERVICES.map(({ host }) => `DNS:${host}.localhost`).join(',');
  await writeFile(file('names.cnf'), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '3650',
    '-subj',
    '/CN=Example Company Root',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  await openssl(
    'req',
    '-new',
    ...newKey,
    '-subj',
    '/CN=shop.localhost/O=Example Company',
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
  );
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names.cnf', '-days', '67'];
  await openssl('x509', '-req', '-in', 'server.csr', ...signing, '-out', 'server.pem');
  const [key, cert, ca] = await Promise.all(['server.key', 'server.pem', 'ca.pem'].map((name) => readFile(file(name))));
  if (key === undefined || cert === undefined || ca === undefined) throw new TypeError('A certificate file is missing');
  return { key, cert: Buffer.concat([cert, ca]), authority: file('ca.pem') };
}

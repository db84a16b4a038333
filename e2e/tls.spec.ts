/** TLS on every host. Electron contains BoringSSL and Node contains OpenSSL, which do not accept the same certificates. */
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from './hosts/data-folder.ts';
import type { Host } from './hosts/host.ts';
import { describeOnHosts, type StartHost } from './hosts/index.ts';
import { paste, row } from './pages.ts';

/** Key types with the arguments of `openssl req`. */
const KEYS = {
  'RSA 2048': ['-newkey', 'rsa:2048'],
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  Ed25519: ['-newkey', 'ed25519'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** In CI, a missing program is a failure. */
const canRun = spawnSync('openssl', ['version']).error === undefined || process.env['CI'] !== undefined;

async function startServer(folder: string, name: string, newKey: readonly string[]): Promise<Server> {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const files = ['-keyout', key, '-out', cert];
  const args = ['req', '-x509', ...newKey, '-nodes', '-subj', '/CN=localhost', '-days', '2', ...files];
  await promisify(execFile)('openssl', args);
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (_, response) =>
    response.end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe.skipIf(!canRun)('with OpenSSL’s program', () => {
  describeOnHosts('TLS', specs, { sameAs: { double: 'is Node, as the headless host is' } });
});

function specs(start: StartHost): void {
  let folder: string;
  let host: Host;
  const servers: Server[] = [];
  const ports = new Map<string, number>();
  const nameOf = (key: string): string => `127.0.0.1:${ports.get(key)}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-tls-'));
    for (const [key, newKey] of Object.entries(KEYS)) {
      const server = await startServer(folder, key, newKey);
      servers.push(server);
      ports.set(key, (server.address() as AddressInfo).port);
    }
    host = await start();
    await paste(
      host.page,
      Object.keys(KEYS).map((key) => `https://${nameOf(key)}/`),
    );
  });
  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    for (const server of servers) server.close();
    await removeFolder(folder);
  });

  it.each(['RSA 2048', 'P-256', 'P-384'])('reads a certificate with a %s key, and does not trust it', async (key) => {
    await row(host.page, nameOf(key))
      .getByText(/self-signed/iu)
      .first()
      .waitFor();
  });

  it('reports an Ed25519 certificate as a problem of TLS, whether or not the host can read it', async () => {
    const readable = host.name === 'electron' ? /signed by itself|cipher/iu : /self-signed/iu;
    await row(host.page, nameOf('Ed25519')).getByText(readable).first().waitFor();
  });
}

/** Debian's tinyproxy (HTTP) and microsocks (SOCKS5) for tests, both with a user name and a password. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

const TINYPROXY = '/usr/bin/tinyproxy';
const MICROSOCKS = '/usr/bin/microsocks';
export const PROXY_PACKAGES = { [TINYPROXY]: 'tinyproxy-bin', [MICROSOCKS]: 'microsocks' } as const;

/** The credentials that both require. */
export const PROXY_USER = { proxyUsername: 'walker', proxyPassword: 'through-the-wall' } as const;

export interface Proxies extends Disposable {
  /** Ports on 127.0.0.1. */
  readonly http: number;
  readonly socks: number;
}

/**
 * Starts both and waits until they answer. tinyproxy allows CONNECT to the given ports only.
 * @throws Error with the name of the Debian package when one is missing
 */
export async function startProxies(allowed: readonly number[]): Promise<Proxies> {
  requireFile(TINYPROXY, 'tinyproxy-bin');
  requireFile(MICROSOCKS, 'microsocks');
  const { proxyUsername, proxyPassword } = PROXY_USER;
  const dir = await mkdtemp(join(tmpdir(), 'lookout-proxies-'));
  const [http = 0, socks = 0] = await freePorts(2);
  const config = [
    `Port ${http}`,
    'Listen 127.0.0.1',
    'Timeout 30',
    `LogFile "${join(dir, 'log')}"`,
    `PidFile "${join(dir, 'pid')}"`,
    `BasicAuth ${proxyUsername} ${proxyPassword}`,
    'DisableViaHeader No',
    'ViaProxyName "tinyproxy"',
    ...allowed.map((port) => `ConnectPort ${port}`),
  ];
  await writeFile(join(dir, 'tinyproxy.conf'), `${config.join('\n')}\n`);
  const programs = await Promise.all([
    startProgram(TINYPROXY, ['-d', '-c', join(dir, 'tinyproxy.conf')], [http]),
    startProgram(
      MICROSOCKS,
      ['-i', '127.0.0.1', '-p', String(socks), '-u', proxyUsername, '-P', proxyPassword],
      [socks],
    ),
  ]);
  return {
    http,
    socks,
    async dispose() {
      await Promise.all(programs.map((program) => program.dispose()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * The address of a Docker API: `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://host:2375`,
 * `https://host:2376`.
 */
import { ipVersion } from '../../net/address/ip-version.ts';

/** The default of `docker` itself on Linux and macOS. */
export const DEFAULT_SERVER = 'unix:///var/run/docker.sock';

export type DockerAddress =
  /** A Unix socket, or a named pipe on Windows. */
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number; readonly secure: boolean };

const PORTS: Readonly<Record<string, number>> = { tcp: 2375, http: 2375, https: 2376 };
const NETWORK = /^(?<scheme>tcp|https?):\/\/(?<host>\[[0-9a-f:.]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?\/?$/iu;

/** @returns null when the text is not an address of a Docker API */
export function parseDockerAddress(text: string): DockerAddress | null {
  const path = /^(?:unix|npipe):\/\/(?<path>\/[^\0]+)$/iu.exec(text)?.groups?.['path'];
  // A path that is longer than `sun_path` (108 bytes on Linux, 104 on macOS) cannot be connected to.
  if (path !== undefined) return Buffer.byteLength(path) > 103 ? null : { type: 'path', path };
  const { scheme = '', host = '', port: given } = NETWORK.exec(text)?.groups ?? {};
  const name = scheme.toLowerCase();
  const port = given === undefined ? PORTS[name] : Number(given);
  if (port === undefined || port < 1 || port > 65_535) return null;
  const bare = host.replace(/^\[|\]$/gu, '').toLowerCase();
  if (host.startsWith('[') && ipVersion(bare) !== 6) return null;
  return { type: 'tcp', host: bare, port, secure: name === 'https' };
}

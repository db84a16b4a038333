/** The hosts file: names that this machine knows without asking a DNS server (hosts(5)). */
import { join } from 'node:path';
import type { Address } from '../../kind.ts';
import { ipVersion } from '../address/ip-version.ts';
import { createWatchedFile } from './watched-file.ts';

/** The path of this machine's hosts file. */
export function systemHostsFile(): string {
  return process.platform === 'win32'
    ? join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';
}

export interface HostsFile {
  /** The addresses of a name (lower case, without a dot at the end), in the order of the file; empty: unknown. */
  find(name: string): Promise<readonly Address[]>;
}

/** A hosts file that blocks advertisements has some 200,000 lines, 6 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
const NONE: readonly Address[] = [];

/** Reads the file on request, if it has changed. A missing file is empty. */
export function createHostsFile(path = systemHostsFile()): HostsFile {
  const file = createWatchedFile({ path, parse: parseHostsFile, empty: new Map(), maxBytes: MAX_BYTES });
  return {
    async find(name) {
      return (await file.read()).get(name) ?? NONE;
    },
  };
}

/** Reads `address name alias… # comment` lines; skips all other lines. */
export function parseHostsFile(text: string): ReadonlyMap<string, readonly Address[]> {
  const names = new Map<string, Address[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...words] = line.replace(/#.*/su, '').trim().split(/\s+/u);
    // A zone (fe80::1%lo0) is kept: connecting needs it.
    const family = ipVersion(address);
    if (family === 0) continue;
    for (const word of words) {
      const name = word.toLowerCase().replace(/\.$/u, '');
      const known = names.get(name);
      if (known === undefined) names.set(name, [{ address, family }]);
      else if (!known.some((other) => other.address === address)) known.push({ address, family });
    }
  }
  return names;
}

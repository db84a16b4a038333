/** The hosts file: names that this machine knows without asking a DNS server (hosts(5)). */
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Address } from '../kind.ts';

/** Where this machine keeps it. */
export function systemHostsFile(): string {
  return process.platform === 'win32'
    ? join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';
}

export interface HostsFile {
  /** The addresses of a name (lower case, no dot at the end), in the order of the file; empty: it is not in there. */
  find(name: string): Promise<readonly Address[]>;
}

/** Milliseconds for which the file is not looked at again: hundreds of checks a second need not ask the disk each. */
const FRESH_MS = 1_000;
/** A hosts file that blocks advertisements has some 200,000 lines, 6 MB; a larger one is not read. */
const MAX_BYTES = 32 * 1024 * 1024;
const NONE: readonly Address[] = [];

/** Reads the file when it is asked and the file has changed (by its time and size). One that is not there is empty. */
export function createHostsFile(path = systemHostsFile()): HostsFile {
  let names: ReadonlyMap<string, readonly Address[]> = new Map();
  let version = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    try {
      const { mtimeMs, size } = await stat(path);
      const found = `${mtimeMs} ${size}`;
      if (found === version) return;
      names = size > MAX_BYTES ? new Map() : parseHostsFile(await readFile(path, 'utf8'));
      version = found;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // No file, no such names. What only keeps it from being read now, such as too many open files, changes no name.
      if (error.code !== 'ENOENT') return;
      names = new Map();
      version = '';
    } finally {
      checkedAt = performance.now();
      refreshing = null;
    }
  }

  return {
    async find(name) {
      if (performance.now() - checkedAt > FRESH_MS) await (refreshing ??= refresh());
      return names.get(name) ?? NONE;
    },
  };
}

/** Reads `address name alias… # comment` lines; lines that are not of this form are passed over. */
export function parseHostsFile(text: string): ReadonlyMap<string, readonly Address[]> {
  const names = new Map<string, Address[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...words] = line.replace(/#.*/su, '').trim().split(/\s+/u);
    // A zone (fe80::1%lo0) is kept: connecting needs it.
    const family = isIP(address);
    if (family !== 4 && family !== 6) continue;
    for (const word of words) {
      const name = word.toLowerCase().replace(/\.$/u, '');
      const known = names.get(name);
      if (known === undefined) names.set(name, [{ address, family }]);
      else if (!known.some((other) => other.address === address)) known.push({ address, family });
    }
  }
  return names;
}

/** Which DNS servers this machine asks, and how it completes short names. */
import { Resolver } from 'node:dns';
import { hostname } from 'node:os';
import type { Ms } from '../../../../contract/model/units.ts';
import { ipVersion } from '../address/ip-version.ts';
import { createWatchedFile } from './watched-file.ts';
import { createWindowsSuffixes } from './windows-suffixes.ts';

export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

/** What resolv.conf(5) says, or its equivalent on other systems. */
export interface DnsConfig {
  /** In the order in which they are asked. */
  readonly servers: readonly DnsServer[];
  /** Domains to complete short names with, in order. */
  readonly search: readonly string[];
  /** A name with fewer dots is completed. */
  readonly ndots: number;
  /** How long a silent server keeps the next servers from answering "no such name" for it. */
  readonly timeoutMs: Ms;
  /** How often each server is asked the same question; null: until the check's deadline. */
  readonly attempts: number | null;
}

export interface DnsConfigSource {
  /** Reads the configuration that applies now. */
  read(): Promise<DnsConfig>;
}

const DNS_PORT = 53;
/** Limits and defaults of the C library (resolv.conf(5)). */
const MAX_SERVERS = 3;
const MAX_NDOTS = 15;
const MAX_TIMEOUT_S = 30;
const MAX_ATTEMPTS = 5;
const MAX_BYTES = 1024 * 1024;
/** Where a server is when none is configured (resolv.conf(5)). */
const LOCAL_SERVER: readonly DnsServer[] = [{ address: '127.0.0.1', port: DNS_PORT }];
/** Asking the system for its servers takes about a millisecond where there is no file. */
const SERVERS_FRESH_MS = 5_000;

/** What the system knows of its DNS servers besides the file. */
export interface DnsSystem {
  /** Null: the file has them. */
  readonly suffixes: { read(): Promise<readonly string[]> } | null;
  /** `address` or `address:port`. */
  readonly listServers: () => readonly string[];
}

function systemDns(): DnsSystem {
  return {
    suffixes: process.platform === 'win32' ? createWindowsSuffixes() : null,
    // A new resolver reads the current servers of the system.
    listServers: () => new Resolver().getServers(),
  };
}

export const defaultDnsConfig: DnsConfig = { servers: [], search: [], ndots: 1, timeoutMs: 5_000, attempts: null };

/**
 * Reads this machine's configuration: `/etc/resolv.conf`, which macOS keeps up to date as well; on Windows the system's
 * servers and the suffixes in its registry. Changes apply within a second or, on Windows, a minute.
 */
export function createDnsConfig(
  path = '/etc/resolv.conf',
  { suffixes, listServers }: DnsSystem = systemDns(),
): DnsConfigSource {
  const file = createWatchedFile({ path, parse: parseResolvConf, empty: null, maxBytes: MAX_BYTES });
  let servers: readonly DnsServer[] | null = null;
  let serversAt = 0;

  function systemServers(): readonly DnsServer[] {
    const now = performance.now();
    if (servers === null || now - serversAt > SERVERS_FRESH_MS) {
      servers = listServers().flatMap((server) => parseServer(server) ?? []);
      serversAt = now;
    }
    return servers;
  }

  return {
    async read() {
      const config = await file.read();
      if (config !== null && config.servers.length > 0) return config;
      const found = config ?? defaultDnsConfig;
      const search = suffixes === null ? found.search : await suffixes.read();
      const servers = systemServers();
      return { ...found, servers: servers.length > 0 ? servers : LOCAL_SERVER, search };
    },
  };
}

/** Always the same servers, without search domains. */
export function fixedDnsConfig(servers: readonly string[]): DnsConfigSource {
  const config = { ...defaultDnsConfig, servers: servers.flatMap((server) => parseServer(server) ?? []) };
  return { read: () => Promise.resolve(config) };
}

/**
 * Reads resolv.conf(5): `nameserver`, `search` and `domain` (the last of them counts), and of `options` `ndots`, `timeout`
 * and `attempts`. Without `search` and `domain`, the domain is what follows the first dot of this machine's name.
 * @param host this machine's name
 */
export function parseResolvConf(text: string, host = hostname()): DnsConfig {
  const servers: DnsServer[] = [];
  const dot = host.indexOf('.');
  let search: readonly string[] = dot < 0 ? [] : [host.slice(dot + 1)];
  let { ndots, timeoutMs, attempts } = defaultDnsConfig;
  for (const line of text.split('\n')) {
    // A comment has a line of its own, or follows the value.
    const [keyword, ...words] = line.replace(/[#;].*/su, '').match(/\S+/gu) ?? [];
    if (keyword === 'nameserver') {
      const server = parseServer(words[0] ?? '');
      if (server !== null) servers.push(server);
    } else if (keyword === 'search') {
      search = words;
    } else if (keyword === 'domain') {
      search = words.slice(0, 1);
    } else if (keyword === 'options') {
      ndots = option(words, 'ndots', 0, MAX_NDOTS) ?? ndots;
      attempts = option(words, 'attempts', 1, MAX_ATTEMPTS) ?? attempts;
      const seconds = option(words, 'timeout', 1, MAX_TIMEOUT_S);
      if (seconds !== null) timeoutMs = seconds * 1000;
    }
  }
  return {
    servers: servers.slice(0, MAX_SERVERS),
    search: search.map(toDomain).filter((domain) => domain !== ''),
    ndots,
    timeoutMs,
    attempts,
  };
}

/** `.` is the root: it completes nothing. */
function toDomain(word: string): string {
  return word.toLowerCase().replace(/^\.|\.$/gu, '');
}

function option(words: readonly string[], name: string, min: number, max: number): number | null {
  const word = words.findLast((one) => one.startsWith(`${name}:`));
  const value = Number.parseInt(word?.slice(name.length + 1) ?? '', 10);
  return Number.isNaN(value) ? null : Math.min(Math.max(value, min), max);
}

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`, `fe80::1%eth0`; null: not an address. */
export function parseServer(text: string): DnsServer | null {
  if (ipVersion(text) !== 0) return { address: text, port: DNS_PORT };
  const parts = /^(?:\[(?<six>.+)\]|(?<four>[^:]+))(?::(?<port>\d{1,5}))?$/u.exec(text)?.groups;
  const address = parts?.['six'] ?? parts?.['four'] ?? '';
  const port = Number(parts?.['port'] ?? DNS_PORT);
  return ipVersion(address) === 0 || port === 0 || port > 65_535 ? null : { address, port };
}

/**
 * The names to ask for, in order. A name with a dot at the end is complete. One with fewer dots than `ndots` is completed
 * with each search domain first; one with more is asked as it is and never completed, as in musl, systemd-resolved, macOS
 * and Windows: completing it would ask strangers' servers for names that nobody meant.
 * @param host as the person wrote it, in lower case
 */
export function candidates(host: string, { search, ndots }: Pick<DnsConfig, 'search' | 'ndots'>): readonly string[] {
  const name = host.replace(/\.$/u, '');
  if (host.endsWith('.') || name.split('.').length - 1 >= ndots) return [name];
  return [...search.map((domain) => `${name}.${domain}`), name];
}

/** Which hosts are connected to without the proxy. */
import { ipVersion } from './ip-version.ts';

/** A host, a domain with or without a leading dot or `*.`, an address, a network such as `10.0.0.0/8`, or `*`. */
const DOMAIN = /^(?:\*|(?:\*?\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)$/iu;

/** Whether an entry of the list is one that `isExcluded` understands. */
export function isNoProxyEntry(entry: string): boolean {
  const [address = '', prefix, more] = entry.split('/');
  const version = ipVersion(address);
  if (version === 0) return prefix === undefined && DOMAIN.test(entry);
  if (prefix === undefined) return true;
  return more === undefined && /^\d{1,3}$/u.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/**
 * Whether a host is connected to directly. A domain includes the hosts below it: `example.org` and `.example.org` both match
 * `www.example.org`.
 * @param host a name, or an address without brackets
 */
export function isExcluded(host: string, list: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/u, '');
  return list.some((entry) => matches(name, entry.toLowerCase()));
}

function matches(host: string, entry: string): boolean {
  if (entry === '*') return true;
  const version = ipVersion(host);
  if (version === 0) {
    const domain = entry.replace(/^\*?\./u, '');
    return host === domain || host.endsWith(`.${domain}`);
  }
  const [address = '', prefix] = entry.split('/');
  if (ipVersion(address) !== version) return false;
  // The module is loaded only here, because this file is loaded when Lookout starts.
  const { BlockList } = process.getBuiltinModule('node:net');
  const list = new BlockList();
  const family = version === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix), family);
  return list.check(host, family);
}

/** Which addresses this machine can reach at all, according to its interfaces. */
import { isIPv6 } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** As `networkInterfaces()` of `node:os` returns them. */
export type Interfaces = Readonly<Partial<Record<string, readonly NetworkInterfaceInfo[]>>>;

/** The system's errors when there is no route to an address. All of them come before anything was sent. */
const NO_WAY: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/** Whether a system error says that there is no route to an address. */
export function isNoWay(code: string): boolean {
  return NO_WAY.has(code);
}

/**
 * Whether this machine has an address from which it could reach another one: of the same family, and on the same link, on
 * this machine, or in general.
 */
export function hasSourceFor(address: string, interfaces: Interfaces): boolean {
  const family = isIPv6(address) ? 'IPv6' : 'IPv4';
  const own = Object.values(interfaces).flatMap((list) => list ?? []);
  const wanted = scopeOf(address);
  return own.some((one) => {
    if (one.family !== family) return false;
    const scope = one.internal ? 'machine' : scopeOf(one.address);
    return wanted === 'machine' ? scope === 'machine' : scope === 'any' || (wanted === 'link' && scope === 'link');
  });
}

/**
 * Whether this machine lacks the family of an address, but has the other one. A machine without any address is offline,
 * which is a different failure.
 */
export function lacksFamily(address: string, interfaces: Interfaces): boolean {
  const other = isIPv6(address) ? { machine: '127.0.0.1', any: '192.0.2.1' } : { machine: '::1', any: '2001:db8::1' };
  const counterpart = scopeOf(address) === 'machine' ? other.machine : other.any;
  return !hasSourceFor(address, interfaces) && hasSourceFor(counterpart, interfaces);
}

/** RFC 4291, 2.5; RFC 3927; RFC 1122, 3.2.1.3. */
function scopeOf(address: string): 'machine' | 'link' | 'any' {
  if (address.startsWith('127.') || /^::1(?:%|$)/u.test(address)) return 'machine';
  return address.startsWith('169.254.') || /^fe[89ab]/iu.test(address) ? 'link' : 'any';
}

/**
 * Whether an address is unicast. For other addresses, the system may also say that no local address is left, which then
 * says nothing about this machine; and a DNS server can answer with any address.
 */
export function isUnicast(address: string): boolean {
  if (isIPv6(address)) return !/^(?:ff|::(?:%|$))/iu.test(address);
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}

/**
 * The interfaces of this machine; null when the system does not say, for example because this process may not open
 * another file.
 */
export function ownInterfaces(): Interfaces | null {
  try {
    return networkInterfaces();
  } catch {
    return null;
  }
}

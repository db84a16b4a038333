import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hasSourceFor, isNoWay, isUnicast, lacksFamily, type Interfaces } from './own-addresses.ts';

const own = (...addresses: readonly string[]): Interfaces => ({
  lo: addresses
    .filter((address) => address === '::1' || address.startsWith('127.'))
    .map((address) => info(address, true)),
  eth0: addresses.filter((address) => address !== '::1' && !address.startsWith('127.')).map((address) => info(address)),
  empty: undefined,
});

function info(address: string, internal = false): NetworkInterfaceInfo {
  const rest = { address, netmask: '', mac: '', internal, cidr: null };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
}

describe('hasSourceFor', () => {
  it.each([
    ['2001:db8::1', ['127.0.0.1', '::1', '192.0.2.1'], false],
    ['2001:db8::1', ['192.0.2.1', 'fe80::1'], false],
    ['2001:db8::1', ['192.0.2.1', 'fd00::1'], true],
    ['fe80::7%eth0', ['192.0.2.1', 'fe80::1'], true],
    ['fe80::7%eth0', ['192.0.2.1', 'fd00::1'], true],
    ['fe80::7%eth0', ['192.0.2.1', '::1'], false],
    ['::1', ['127.0.0.1', '192.0.2.1'], false],
    ['::1', ['::1'], true],
    ['::1', ['fd00::1'], false],
    ['192.0.2.9', ['::1', 'fd00::1', '127.0.0.1'], false],
    ['192.0.2.9', ['169.254.1.1'], false],
    ['192.0.2.9', ['192.0.2.1'], true],
    ['169.254.7.7', ['169.254.1.1'], true],
    ['127.0.0.1', ['127.0.0.1'], true],
    ['127.0.0.1', ['192.0.2.1'], false],
  ])('%s from %j: %j', (address, addresses, has) => {
    expect(hasSourceFor(address, own(...addresses))).toBe(has);
  });
});

describe('lacksFamily', () => {
  it.each([
    ['2001:db8::1', ['192.0.2.1', '127.0.0.1'], true],
    ['2001:db8::1', ['192.0.2.1', 'fd00::1'], false],
    ['2001:db8::1', ['127.0.0.1', '::1'], false],
    ['2001:db8::1', ['169.254.1.1', 'fe80::1'], false],
    ['192.0.2.9', ['fd00::1'], true],
    ['192.0.2.9', ['::1', 'fe80::1'], false],
    ['::1', ['127.0.0.1'], true],
    ['::1', ['127.0.0.1', '::1'], false],
    ['127.0.0.1', ['::1'], true],
    ['fe80::7%eth0', ['192.0.2.1'], true],
  ])('%s with %j: %j', (address, addresses, lacks) => {
    expect(lacksFamily(address, own(...addresses))).toBe(lacks);
  });
});

describe('isUnicast', () => {
  it.each([
    ['192.0.2.1', true],
    ['1.2.3.4', true],
    ['223.255.255.255', true],
    ['0.0.0.0', false],
    ['0.0.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2001:db8::1', true],
    ['::1', true],
    ['::', false],
    ['::%eth0', false],
    ['ff02::1', false],
  ])('%s: %j', (address, is) => {
    expect(isUnicast(address)).toBe(is);
  });
});

describe('isNoWay', () => {
  it('is true for errors that the system reports before it sends anything', () => {
    expect(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].every(isNoWay)).toBe(true);
    expect(['ECONNREFUSED', 'ETIMEDOUT', 'EMFILE', ''].some(isNoWay)).toBe(false);
  });
});

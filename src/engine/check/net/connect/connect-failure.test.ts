import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../base/failure-error.ts';
import type { Address } from '../../kind.ts';
import { connectFailure } from './connect-failure.ts';
import { formatAddress } from '../address/format-address.ts';
import type { Interfaces } from '../address/own-addresses.ts';

const systemError = (code: string) => Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
const address = (text: string): Address => ({ address: text, family: text.includes(':') ? 6 : 4 });
const own = (...addresses: readonly string[]): Interfaces => ({
  eth0: addresses.map((text): NetworkInterfaceInfo => {
    const rest = { address: text, netmask: '', mac: '', internal: false, cidr: null };
    return text.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
  }),
});
const ONLY_IPV4 = own('192.0.2.1');
const BOTH = own('192.0.2.1', 'fd00::1');

/** @param attempts `[address, code]` each, in the order in which they failed */
function failureOf(
  attempts: readonly (readonly [string, string])[],
  {
    interfaces = BOTH,
    isChosen = false,
    sourceAddress = '',
    of = attempts.length,
  }: { interfaces?: Interfaces | null; isChosen?: boolean; sourceAddress?: string; of?: number } = {},
) {
  const error = connectFailure(
    attempts.map(([to, code]) => ({ address: to, error: systemError(code) })),
    { tried: attempts.map(([to]) => address(to)), of, port: 80, sourceAddress, isChosen },
    interfaces,
  );
  if (!(error instanceof FailureError)) throw error;
  return error.failure;
}

describe('connectFailure', () => {
  it('names the addresses, five at most', () => {
    expect(failureOf([['192.0.2.9', 'ECONNREFUSED']])).toEqual({
      code: 'connect.refused',
      params: { addresses: ['192.0.2.9:80'] },
      phase: 'connect',
      raw: 'connect ECONNREFUSED',
    });
    const five = Array.from({ length: 5 }, (_, i) => [`192.0.2.${i}`, 'ECONNREFUSED'] as const);
    expect(failureOf(five).params).not.toHaveProperty('more');
    const seven = [...five, ['2001:db8::1', 'ECONNREFUSED'], ['192.0.2.9', 'ECONNREFUSED']] as const;
    expect(failureOf(seven, { of: 10 }).params).toEqual({
      addresses: five.map(([to]) => `${to}:80`),
      more: 2,
      untried: 3,
    });
  });

  it('reports the failure of a reachable address rather than that of an unreachable one', () => {
    const attempts = [
      ['2001:db8::1', 'ENETUNREACH'],
      ['192.0.2.9', 'ECONNREFUSED'],
    ] as const;
    expect(failureOf(attempts, { interfaces: ONLY_IPV4 }).code).toBe('connect.refused');
    expect(failureOf(attempts.toReversed(), { interfaces: ONLY_IPV4 }).code).toBe('connect.refused');
  });

  it.each(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])(
    'blames a machine without IPv6 if the person chose IPv6 (%s)',
    (code) => {
      const attempts = [['2001:db8::1', code]] as const;
      expect(failureOf(attempts, { interfaces: ONLY_IPV4, isChosen: true })).toEqual({
        code: 'local.noAddress',
        params: { family: '6', addresses: ['[2001:db8::1]:80'] },
        phase: 'connect',
        raw: `connect ${code}`,
      });
      expect(failureOf(attempts, { interfaces: ONLY_IPV4 })).toMatchObject({
        code: 'connect.unreachable',
        params: { reason: 'noIPv6', addresses: ['[2001:db8::1]:80'] },
      });
      expect(failureOf(attempts, { isChosen: true }).code).not.toBe('local.noAddress');
    },
  );

  it('blames a machine without IPv4 in the same way', () => {
    const options = { interfaces: own('fd00::1'), isChosen: true };
    expect(failureOf([['192.0.2.9', 'ENETUNREACH']], options)).toMatchObject({
      code: 'local.noAddress',
      params: { family: '4' },
    });
  });

  it('blames the endpoint when any attempt came further, or the machine has no address at all', () => {
    const attempts = [
      ['2001:db8::1', 'ENETUNREACH'],
      ['2001:db8::2', 'ETIMEDOUT'],
    ] as const;
    expect(failureOf(attempts, { interfaces: ONLY_IPV4, isChosen: true }).code).toBe('timeout');
    const alone = [['2001:db8::1', 'ENETUNREACH']] as const;
    expect(failureOf(alone, { interfaces: own(), isChosen: true }).code).toBe('connect.unreachable');
    expect(failureOf(alone, { interfaces: null, isChosen: true }).code).toBe('connect.unreachable');
    expect(failureOf([['ff02::1', 'ENETUNREACH']], { interfaces: ONLY_IPV4, isChosen: true }).code).toBe(
      'connect.unreachable',
    );
  });

  it('blames a lack of local ports only for an address that a connection can have', () => {
    expect(failureOf([['192.0.2.9', 'EADDRNOTAVAIL']])).toEqual({
      code: 'local.exhausted',
      params: { reason: 'EADDRNOTAVAIL' },
      phase: 'connect',
      raw: 'connect EADDRNOTAVAIL',
    });
    for (const to of ['0.0.0.0', '224.0.0.1', '255.255.255.255', '::', 'ff02::1']) {
      expect(failureOf([[to, 'EADDRNOTAVAIL']]).code).toBe('connect.failed');
    }
    expect(failureOf([['192.0.2.9', 'EADDRNOTAVAIL']], { interfaces: own() }).code).toBe('connect.failed');
    expect(failureOf([['192.0.2.9', 'ENETUNREACH']]).code).toBe('connect.unreachable');
  });

  it('names the source address if this machine does not have it', () => {
    const attempts = [
      ['192.0.2.9', 'EADDRNOTAVAIL'],
      ['192.0.2.10', 'EADDRNOTAVAIL'],
    ] as const;
    expect(failureOf(attempts, { sourceAddress: '198.51.100.1' })).toEqual({
      code: 'local.sourceAddress',
      params: { address: '198.51.100.1' },
      phase: 'connect',
    });
    const other = [...attempts, ['192.0.2.11', 'ECONNREFUSED']] as const;
    expect(failureOf(other, { sourceAddress: '198.51.100.1' }).code).toBe('connect.refused');
  });

  it('blames this machine when it has nothing left, without addresses', () => {
    expect(failureOf([['192.0.2.9', 'EMFILE']])).toMatchObject({
      code: 'local.exhausted',
      params: { reason: 'EMFILE' },
    });
    expect(failureOf([['192.0.2.9', 'EMFILE']]).params).not.toHaveProperty('addresses');
  });

  it('passes bugs on', () => {
    const bug = new TypeError('x is undefined');
    const tried = { tried: [address('192.0.2.9')], of: 1, port: 80, sourceAddress: '', isChosen: false };
    expect(connectFailure([{ address: '192.0.2.9', error: bug }], tried, BOTH)).toBe(bug);
    expect(connectFailure([], tried, BOTH)).toBeInstanceOf(TypeError);
  });
});

describe('formatAddress', () => {
  it('puts IPv6 in brackets', () => {
    expect([formatAddress('192.0.2.1', 80), formatAddress('::1', 443)]).toEqual(['192.0.2.1:80', '[::1]:443']);
  });
});

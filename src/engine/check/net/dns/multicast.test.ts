import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DnsAnswer } from '../../../../../test/servers/dns.ts';
import { startMulticast, type MulticastDevice } from '../../../../../test/servers/multicast.ts';
import { until } from '../testing/until.ts';
import type { NetworkInterfaceInfo } from 'node:os';
import { askNeighbours, outsideAddresses, systemMulticast } from './multicast.ts';

let answer: (type: 'A' | 'AAAA', name: string) => DnsAnswer;
let device: MulticastDevice;
let stop: AbortController;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  stop = new AbortController();
  device = await startMulticast((type, name) => answer(type, name));
});
afterEach(async () => {
  vi.useRealTimers();
  await device.dispose();
});

const ask = (types: readonly ('A' | 'AAAA')[], interfaces = ['127.0.0.1']) =>
  askNeighbours('printer.local', types, { port: device.port, interfaces: () => interfaces }, stop.signal);

describe('askNeighbours', () => {
  it('finds the addresses of a device that answers for its own name', async () => {
    answer = (type) => (type === 'A' ? ['192.0.2.7'] : ['2001:db8::7']);
    expect(await ask(['A', 'AAAA'])).toEqual([
      { address: '2001:db8::7', family: 6 },
      { address: '192.0.2.7', family: 4 },
    ]);
    expect(device.queries.toSorted()).toEqual(['A printer.local', 'AAAA printer.local']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks only for the wanted type', async () => {
    answer = () => ['192.0.2.7'];
    expect(await ask(['A'])).toEqual([{ address: '192.0.2.7', family: 4 }]);
    expect(device.queries).toEqual(['A printer.local']);
  });

  it('names the interface of a link-local address, which a connection needs', async () => {
    answer = (type) => (type === 'AAAA' ? ['fe80::7'] : 'silent');
    expect(await ask(['AAAA'], ['127.0.0.1'])).toEqual([{ address: 'fe80::7%', family: 6 }]);
  });

  it('waits a moment for the other type, and takes what it has', async () => {
    answer = (type) => (type === 'A' ? ['192.0.2.7'] : 'silent');
    const asking = ask(['A', 'AAAA']);
    // One timer for the delay, and one to ask again.
    await until(() => vi.getTimerCount() === 2);
    await vi.advanceTimersByTimeAsync(50);
    expect(await asking).toEqual([{ address: '192.0.2.7', family: 4 }]);
  });

  it('asks again after 1, 3 and 7 s, for a datagram that was lost', async () => {
    answer = () => 'silent';
    const asking = ask(['A']);
    await until(() => device.queries.length === 1);
    for (const [ms, asked] of [
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [3_999, 3],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms);
      await until(() => device.queries.length >= asked);
      expect(device.queries).toHaveLength(asked);
    }
    answer = () => ['192.0.2.7'];
    await vi.advanceTimersByTimeAsync(1);
    expect(await asking).toEqual([{ address: '192.0.2.7', family: 4 }]);
  });

  it.each(['forged', 'otherName', 'garbage', 'nxdomain', []] as const)('ignores %j', async (wrong) => {
    answer = () => wrong;
    const asking = ask(['A']);
    await until(() => device.queries.length === 1);
    answer = () => ['192.0.2.7'];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await asking).toEqual([{ address: '192.0.2.7', family: 4 }]);
  });

  it('ends at once when aborted, and leaves nothing open', async () => {
    answer = () => 'silent';
    const reason = new Error('not wanted');
    const asking = ask(['A']);
    stop.abort(reason);
    await expect(asking).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    const sockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
    // The device's own.
    await until(() => sockets() === 1);
  });

  it('ignores interfaces on which nothing can be sent', async () => {
    answer = () => ['192.0.2.7'];
    expect(await ask(['A'], ['192.0.2.250', 'fe80::1%nowhere', '127.0.0.1'])).toEqual([
      { address: '192.0.2.7', family: 4 },
    ]);
  });
});

describe('systemMulticast', () => {
  it('names each outside interface once per family, and none of loopback', () => {
    const interfaces = systemMulticast.interfaces();
    expect(new Set(interfaces).size).toBe(interfaces.length);
    expect(interfaces.filter((address) => address.startsWith('127.') || address === '::1')).toEqual([]);
  });
});

describe('outsideAddresses', () => {
  const rest = { netmask: '', mac: '', cidr: null };
  const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
    address,
    family: 'IPv4',
    internal,
    ...rest,
  });
  const ipv6 = (address: string, scopeid = 7, internal = false): NetworkInterfaceInfo => ({
    address,
    family: 'IPv6',
    scopeid,
    internal,
    ...rest,
  });

  it('has each interface by its IPv4 and its link-local IPv6 address, and none of loopback', () => {
    const interfaces = {
      lo: [ipv4('127.0.0.1', true), ipv6('fe80::99', 1, true)],
      eth0: [ipv6('2001:db8::fe80'), ipv6('FE80::1'), ipv6('fe80::2'), ipv4('192.0.2.1'), ipv4('192.0.2.2')],
      eth1: [ipv4('192.0.2.3'), ipv6('2001:db8::1')],
      eth2: [ipv6('febf::3')],
      eth3: [ipv6('fec0::3')],
      gone: undefined,
    };
    expect(outsideAddresses(interfaces, 'linux')).toEqual(['192.0.2.1', 'FE80::1%eth0', '192.0.2.3', 'febf::3%eth2']);
    expect(outsideAddresses({ Ethernet: [ipv6('fe80::1', 12)] }, 'win32')).toEqual(['fe80::1%12']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate, networkOf, type Attributes, type FailedEndpoint } from './correlation.ts';

const failed = (endpointId: string, startedAt: number, more: Partial<FailedEndpoint> = {}): FailedEndpoint => ({
  id: `i-${endpointId}-${startedAt}`,
  endpointId,
  startedAt: startedAt * 1000,
  resolvedAt: (startedAt + 600) * 1000,
  interval: 10_000,
  ...more,
});
const all = (entries: Readonly<Record<string, Attributes>>) => new Map(Object.entries(entries));
const idsOf = (outages: ReturnType<typeof correlate>) =>
  outages.map(({ incidents }) => incidents.map(({ endpointId }) => endpointId).join(' '));

describe('correlate', () => {
  test('what begins within a minute, or two intervals, is one outage', () => {
    const none = all({});
    expect(idsOf(correlate([failed('a', 0), failed('b', 60), failed('c', 130)], none))).toEqual(['a b']);
    const slow = { interval: 120_000 };
    expect(idsOf(correlate([failed('a', 0, slow), failed('b', 200, slow), failed('c', 441, slow)], none))).toEqual([
      'a b',
    ]);
    expect(correlate([failed('a', 0), failed('a', 20)], none)).toEqual([]);
  });

  test('whatever the order in which the incidents are given', () => {
    const none = all({});
    const later = 1_700_000_000;
    expect(idsOf(correlate([failed('c', later + 200), failed('b', later + 10), failed('a', later)], none))).toEqual([
      'a b',
    ]);
    expect(idsOf(correlate([failed('b', 0), failed('a', 0)], none))).toEqual(['a b']);
    expect(idsOf(correlate([failed('a', 0), failed('b', 0)], none))).toEqual(['a b']);
  });

  test('lasts until the last incident ends, or is open', () => {
    const [ended] = correlate([failed('a', 0), failed('b', 10)], all({}));
    expect(ended).toMatchObject({ from: 0, to: 610_000, shared: null });
    const [open] = correlate([failed('a', 0), failed('b', 10, { resolvedAt: null })], all({}));
    expect(open?.to).toBeNull();
  });

  test('names the most specific thing that most have and few healthy ones', () => {
    const attributes = all({
      a: { host: 'db', network: '10.0.0.0/24', group: 'Shop' },
      b: { host: 'db', network: '10.0.0.0/24', group: 'Shop' },
      c: { host: 'web', network: '10.0.0.0/24', group: 'Shop' },
      d: { host: 'mail', network: '10.9.0.0/24', group: 'Shop' },
    });
    const [two] = correlate([failed('a', 0), failed('b', 5)], attributes);
    expect(two?.shared).toEqual({ by: 'host', value: 'db', failed: 2, all: 2 });
    const [three] = correlate([failed('a', 0), failed('b', 5), failed('c', 8)], attributes);
    expect(three?.shared).toEqual({ by: 'network', value: '10.0.0.0/24', failed: 3, all: 3 });
  });

  test('names nothing that many healthy ones have too', () => {
    const healthy = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`h${index}`, { resolver: '9.9.9.9' }]));
    const attributes = all({ a: { resolver: '9.9.9.9' }, b: { resolver: '9.9.9.9' }, ...healthy });
    expect(correlate([failed('a', 0), failed('b', 5)], attributes)[0]?.shared).toBeNull();
  });

  test('one of five may fail for another reason', () => {
    const attributes = all({
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, { proxy: 'http://proxy:3128' }])),
      e: { proxy: 'http://other:3128' },
    });
    const [outage] = correlate(
      ['a', 'b', 'c', 'd', 'e'].map((id, index) => failed(id, index)),
      attributes,
    );
    expect(outage?.shared).toMatchObject({ by: 'proxy', value: 'http://proxy:3128', failed: 4 });
  });

  test('every incident is in at most one outage, and what is named covers at least 80 %', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const incidents = fc.array(fc.tuple(id, fc.integer({ min: 0, max: 2000 })), { maxLength: 20 });
    const group = fc.constantFrom('x', 'y', '');
    const groups = fc.record({ a: group, b: group, c: group, d: group, e: group, f: group });
    fc.assert(
      fc.property(incidents, groups, (list, of) => {
        const attributes = all(Object.fromEntries(Object.entries(of).map(([key, value]) => [key, { group: value }])));
        const unique = new Map(list.map(([one, at]) => [`${one} ${at}`, failed(one, at)]));
        const outages = correlate([...unique.values()], attributes);
        const seen = outages.flatMap((outage) => outage.incidents.map((incident) => incident.id));
        expect(new Set(seen).size).toBe(seen.length);
        for (const outage of outages) {
          const endpoints = new Set(outage.incidents.map(({ endpointId }) => endpointId));
          expect(endpoints.size).toBeGreaterThanOrEqual(2);
          if (outage.shared !== null) expect(outage.shared.failed).toBeGreaterThanOrEqual(0.8 * endpoints.size);
        }
      }),
    );
  });
});

test.each([
  ['192.0.2.7:443', '192.0.2.0/24'],
  ['192.0.2.7', '192.0.2.0/24'],
  ['[2001:db8::7]:443', '2001:db8:0:0::/64'],
  ['[2001:0db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
  ['10.200.30.41:80', '10.200.30.0/24'],
  ['[::1]:443', '0:0:0:0::/64'],
  ['2001:DB8::', '2001:db8:0:0::/64'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
  ['fe80::1%eth0', undefined],
  ['host 2001:db8::7', undefined],
  ['db.example.org', undefined],
])('the network of %s is %s', (remote, expected) => {
  expect(networkOf(remote)).toBe(expected);
});

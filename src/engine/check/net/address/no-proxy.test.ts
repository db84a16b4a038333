import { describe, expect, it } from 'vitest';
import { isExcluded, isNoProxyEntry } from './no-proxy.ts';

describe('isExcluded', () => {
  it.each([
    ['www.example.org', ['example.org'], true],
    ['www.example.org', ['.example.org'], true],
    ['www.example.org', ['*.example.org'], true],
    ['example.org', ['.Example.org'], true],
    ['EXAMPLE.org.', ['example.org'], true],
    ['badexample.org', ['example.org'], false],
    ['example.org', ['www.example.org'], false],
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['10.1.2.3'], true],
    ['2001:db8::7', ['2001:db8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32', '10.0.0.0/8'], false],
    ['anything', ['*'], true],
    ['10.1.2.3', ['3'], false],
    ['anything', [], false],
  ])('of %s with %j is %s', (host, list, expected) => {
    expect(isExcluded(host, list)).toBe(expected);
  });
});

describe('isNoProxyEntry', () => {
  it.each(['*', 'localhost', '.example.org', '*.example.org', '10.0.0.0/8', '::1', 'fe80::/10'])(
    'accepts %s',
    (entry) => {
      expect(isNoProxyEntry(entry)).toBe(true);
    },
  );

  it.each(['', 'a b', '10.0.0.0/33', '::/129', '10.0.0.0/8/8', 'http://a', '*.*', 'a..b'])('refuses %j', (entry) => {
    expect(isNoProxyEntry(entry)).toBe(false);
  });
});

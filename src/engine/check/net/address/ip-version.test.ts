import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipVersion } from './ip-version.ts';

describe('ipVersion', () => {
  it('recognizes addresses as Node does', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.%g['.split('')), maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearly, fc.string(), fc.domain()), (text) => {
        expect(ipVersion(text)).toBe(isIP(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '192.0.2.7',
    '::1',
    '2001:DB8::7',
    '::ffff:192.0.2.7',
    'fe80::1%eth0',
    '01.2.3.4',
    '1.2.3',
    '::1%',
    '[::1]',
    '',
  ])('reads %j as Node does', (text) => expect(ipVersion(text)).toBe(isIP(text)));
});

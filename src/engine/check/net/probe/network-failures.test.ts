import { describe, expect, it } from 'vitest';
import { familyField, familySchema, toFamily } from '../../fields/family.ts';
import { isNetworkFailure } from './network-failures.ts';

describe('isNetworkFailure', () => {
  const failures = [
    { code: 'ping.lost', meaning: '', text: '', params: {}, network: true },
    { code: 'ping.odd', meaning: '', text: '', params: {} },
  ] as const;

  it.each([
    ['dns.nxdomain', true],
    ['dns.failed', true],
    ['connect.unreachable', true],
    ['connection.reset', true],
    ['timeout', true],
    ['tls.handshake', true],
    ['dns.nodata', false],
    ['connect.refused', false],
    ['connect.failed', false],
    ['tls.expired', false],
    ['http.status', false],
    ['ping.lost', true],
    ['ping.odd', false],
    ['local.offline', false],
  ])('%s: %j', (code, is) => {
    expect(isNetworkFailure({ failures }, code)).toBe(is);
  });
});

describe('the field family', () => {
  it('is any unless it is said, and refuses others than 4 and 6', () => {
    const schema = familySchema();
    expect(schema.parse(undefined)).toBe('any');
    expect(['any', '4', '6'].map((value) => toFamily(schema.parse(value)))).toEqual([0, 4, 6]);
    expect(schema.safeParse('5').error?.issues).toHaveLength(1);
  });

  it('offers in the form what it accepts', () => {
    expect(familyField).toMatchObject({ name: 'family', type: 'select', advanced: true, default: 'any' });
    const values = (familyField.options ?? []).map(({ value }) => value);
    expect(values).toEqual(['any', '4', '6']);
  });
});

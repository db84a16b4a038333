/** The SNMP kind against Debian's snmpd. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available } from '../../../../../test/servers/process.ts';
import { SNMP_LOCATION, SNMPD_PACKAGES, startSnmpd, type Snmpd } from '../../../../../test/servers/snmpd.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { snmp } from './descriptor.ts';
import { readValue } from './value.ts';

const LOCATION = '1.3.6.1.2.1.1.6.0';
const SERVICES = '1.3.6.1.2.1.1.7.0';
/** Datagrams that the agent has received: a Counter32. */
const DATAGRAMS = '1.3.6.1.2.1.7.1.0';

const { skip, reason } = available(SNMPD_PACKAGES);

describe.skipIf(skip)(`against snmpd${reason}`, () => {
  let server: Snmpd;

  beforeAll(async () => {
    server = await startSnmpd();
  });
  afterAll(() => server?.dispose());

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'snmp', host: '127.0.0.1', port: server.port, community: 'lookout', ...fields });
  }

  it.each(['1', '2c'])('reads a text with version %s', async (version) => {
    const { failure, details, observed, metrics, phases } = await check({ version, oid: LOCATION });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ value: SNMP_LOCATION, type: 'OctetString' });
    expect(observed).toEqual({ VALUE: SNMP_LOCATION });
    expect(metrics).toEqual({});
    expect(Object.keys(phases)).toEqual(['dns', 'wait']);
  });

  it('reads numbers, and how fast a counter grows', async () => {
    const { metrics, observed } = await check({ oid: SERVICES, expected: '72' });
    expect(metrics).toEqual({ value: 72 });
    expect(observed).toEqual({ VALUE: 72 });
    expect((await check({ oid: DATAGRAMS })).metrics).not.toHaveProperty('rate');
    expect((await check({ oid: DATAGRAMS })).metrics['rate']).toBeGreaterThanOrEqual(0);
  });

  it('compares the value', async () => {
    expect((await check({ oid: SERVICES, expected: '73' })).failure).toMatchObject({
      code: 'snmp.value',
      message: 'The value is "72" (expected: "73").',
    });
  });

  it.each(['1', '2c'])('says with version %s that there is no such object', async (version) => {
    const { failure } = await check({ version, oid: '1.3.6.1.2.1.1.99.0' });
    expect(failure).toMatchObject({ code: 'snmp.noObject', message: 'The agent has no object 1.3.6.1.2.1.1.99.0.' });
  });

  it('gets no answer with another community', async () => {
    const { failure } = await check({ community: 'other', timeout: '300ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });

  describe('with version 3', () => {
    const signed = { version: '3', oid: LOCATION, username: 'signed', password: 'signed-password', encryption: 'none' };
    const sealed = {
      version: '3',
      oid: LOCATION,
      username: 'sealed',
      authentication: 'sha512',
      password: 'sealed-password',
      encryptionPassword: 'secret-password',
    };

    it.each([
      ['authenticates', signed],
      ['encrypts', sealed],
    ])('%s', async (_, fields) => {
      const { failure, details } = await check(fields);
      expect(failure).toBeNull();
      expect(details['value']).toBe(SNMP_LOCATION);
    });

    it.each([
      ['another password', { ...signed, password: 'other-password' }],
      ['another user', { ...signed, username: 'nobody' }],
    ])('is refused with %s', async (_, fields) => {
      const { failure } = await check(fields);
      expect(failure).toMatchObject({ code: 'auth.failed', params: { username: fields.username } });
      expect(JSON.stringify(failure)).not.toContain('other-password');
    });

    it('gets no answer with another encryption password', async () => {
      const { failure } = await check({ ...sealed, encryptionPassword: 'other-password', timeout: '300ms' });
      expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
    });
  });
});

describe('a value', () => {
  const one = (type: number, value: unknown) => readValue({ oid: '1.3', type, value });

  it.each([
    ['a text', 4, Buffer.from('Büro'), { text: 'Büro', number: null }],
    ['bytes', 4, Buffer.from([0, 0x1b, 0xff]), { text: '00 1B FF', number: null }],
    ['a number as text', 4, Buffer.from(' 21.5'), { text: ' 21.5', number: 21.5 }],
    ['a large counter', 70, Buffer.from('ffffffffffffffff', 'hex'), { text: '18446744073709551615', wrapsAt: 2 ** 64 }],
    ['a counter', 65, 7, { number: 7, wrapsAt: 2 ** 32 }],
    ['a negative number', 2, -3, { number: -3, wrapsAt: null }],
    ['an address', 64, '192.0.2.1', { text: '192.0.2.1', number: null }],
    ['nothing', 5, null, { text: '' }],
  ])('is %s', (_, type, value, expected) => expect(one(type, value)).toMatchObject(expected));

  it.each([128, 129, 130])('is missing: %i', (type) => expect(one(type, null)).toBeNull());
});

describe('the fields of SNMP', () => {
  const v3 = { version: '3', username: 'me', password: 'password', encryptionPassword: 'password' };

  it.each([
    [{ oid: 'sysUpTime' }, 'OID must be an object identifier'],
    [{ oid: '1.40.1' }, 'OID must be an object identifier'],
    [{ oid: '1.3.4294967296' }, 'OID must be an object identifier'],
    [{ ...v3, username: '' }, 'Username must be given'],
    [{ ...v3, password: 'short' }, 'Password must have at least 8 characters'],
    [{ ...v3, password: '' }, 'Password must be given for the chosen protocol'],
    [{ ...v3, authentication: 'none', encryption: 'aes' }, 'Encryption must be none'],
    [{ ...v3, encryptionPassword: '' }, 'Encryption password must be given'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'snmp', host: 'a.example', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it('are read from a URL', () => {
    expect(snmp.parse('snmp://s%40me@[::1]:1161/.1.3.6')).toEqual({
      kind: 'snmp',
      host: '::1',
      port: 1161,
      oid: '.1.3.6',
      community: 's@me',
    });
  });
});

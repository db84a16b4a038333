/** The LDAP kind against Debian's slapd. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import { LDAP_ADMIN, LDAP_BASE, SLAPD_PACKAGES, startSlapd, type Slapd } from '../../../../../test/servers/slapd.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { ldap } from './descriptor.ts';

const { skip, reason } = available({ ...SLAPD_PACKAGES, ...OPENSSL_PACKAGES });
const PEOPLE = { base: `ou=people,${LDAP_BASE}`, scope: 'one', filter: '(objectClass=person)' };

describe.skipIf(skip)(`against slapd${reason}`, () => {
  let files: Certificates;
  let server: Slapd;

  beforeAll(async () => {
    files = await certificates();
    server = await startSlapd(files.selfSigned);
  });
  afterAll(async () => {
    await server?.dispose();
    await files.dispose();
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'ldap', host: '127.0.0.1', port: server.ports.plain, ...fields });
  }

  it('reads the entry of the server without signing in', async () => {
    const { failure, metrics, phases } = await check();
    expect(failure).toBeNull();
    expect(metrics).toEqual({ entries: 1 });
    expect(Object.keys(phases)).toEqual(['connect', 'query']);
  });

  it('signs in and searches', async () => {
    const { failure, details, metrics, observed, phases } = await check({ ...LDAP_ADMIN, ...PEOPLE });
    expect(failure).toBeNull();
    expect(metrics).toEqual({ entries: 2 });
    expect(details['entries']).toHaveLength(2);
    expect(details['entries']).toContain(`cn=Alice,${PEOPLE.base}`);
    expect(observed?.['ROWS']).toContainEqual(expect.objectContaining({ cn: 'Alice', sn: 'Müller' }));
    expect(Object.keys(phases)).toEqual(['connect', 'auth', 'query']);
  });

  it('reads only the attributes that were asked for', async () => {
    const fields = { ...LDAP_ADMIN, ...PEOPLE, filter: '(telephoneNumber=17)', attributes: ['sn'] };
    const { observed } = await check(fields);
    expect(observed?.['ROWS']).toEqual([{ dn: `cn=Alice,${PEOPLE.base}`, sn: 'Müller' }]);
    expect(observed?.['VALUE']).toBe('Müller');
  });

  it('is refused with another password, which is in no message', async () => {
    const outcome = await check({ ...LDAP_ADMIN, password: 'other-password' });
    expect(outcome.failure).toMatchObject({
      code: 'auth.failed',
      phase: 'auth',
      params: { username: LDAP_ADMIN.username, problem: expect.stringContaining('Code: 0x31') },
    });
    expect(JSON.stringify(outcome)).not.toContain('other-password');
  });

  it('finds too few entries', async () => {
    expect((await check({ ...LDAP_ADMIN, ...PEOPLE, minCount: 3 })).failure).toMatchObject({
      code: 'ldap.entries',
      message: 'The search finds 2 entries; it must find at least 3.',
    });
    // Only signed-in users may see people.
    expect((await check({ base: LDAP_BASE, scope: 'sub', filter: '(cn=Bob)' })).failure).toMatchObject({
      code: 'ldap.entries',
      params: { found: 0 },
    });
  });

  it.each([
    ['a base that is not there', { ...LDAP_ADMIN, base: `ou=none,${LDAP_BASE}` }],
    ['a base that is no name', { ...LDAP_ADMIN, base: 'people' }],
    ['a filter that cannot be read', { filter: '((cn=x)(sn=y))' }],
  ])('refuses %s', async (_, fields) => {
    expect((await check(fields)).failure).toMatchObject({ code: 'query.failed', phase: 'query' });
  });

  it.each([
    ['from the start', 'on', ['connect', 'tls', 'auth', 'query']],
    ['with STARTTLS', 'starttls', ['connect', 'starttls', 'tls', 'auth', 'query']],
  ])('encrypts %s', async (_, tls, phases) => {
    const port = tls === 'on' ? server.ports.secure : server.ports.plain;
    const outcome = await check({ port, tls, ...LDAP_ADMIN, ...PEOPLE, verifyTls: false });
    expect(outcome.failure).toBeNull();
    expect(Object.keys(outcome.phases)).toEqual(phases);
    expect((await check({ port, tls })).failure).toMatchObject({ code: 'tls.selfSigned' });
  });

  it('reports a stopped server', async () => {
    const gone = await startSlapd(files.selfSigned);
    await gone.dispose();
    expect((await check({ port: gone.ports.plain })).failure).toMatchObject({ code: 'connect.refused' });
  });
});

describe('the fields of LDAP', () => {
  it.each([
    [{ filter: 'cn=x' }, 'Filter must be a filter in parentheses'],
    [{ filter: '(&(cn=x)' }, 'Filter must be a filter in parentheses'],
    [{ attributes: ['a b'] }, 'must be the name of an attribute'],
    [{ username: 'cn=me', password: '' }, 'Password must be given with a username'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'ldap', host: 'a.example', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it('are read from a URL', () => {
    expect(ldap.parse('ldaps://cn=me,dc=x:p%40ss@[::1]/ou=a%20b,dc=x?cn,sn?sub?(uid=%2a)')).toEqual({
      kind: 'ldap',
      host: '::1',
      port: 636,
      tls: 'on',
      username: 'cn=me,dc=x',
      password: 'p@ss',
      base: 'ou=a b,dc=x',
      attributes: ['cn', 'sn'],
      scope: 'sub',
      filter: '(uid=*)',
    });
    const url = 'ldap://a.example:389/ou=a%20b,dc=x??sub?(uid=c)';
    const parsed = parseEndpoint(ldap.parse(url));
    expect(parsed.ok && parsed.target).toBe(url);
  });
});

import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Trust from './trust.ts';
import { NO_CLIENT_CERTIFICATE } from './context-options.ts';

const before = tls.getCACertificates('default');
/** Their texts may differ in line breaks. */
const fingerprints = (authorities: readonly string[]) =>
  new Set(authorities.map((authority) => new X509Certificate(authority).fingerprint256));

let trust: typeof Trust;

beforeEach(async () => {
  // The system's authorities are read once in a process.
  vi.resetModules();
  trust = await import('./trust.ts');
  tls.setDefaultCACertificates(before.slice(0, 1));
});
afterEach(() => tls.setDefaultCACertificates(before));

const trusted = () => fingerprints(tls.getCACertificates('default'));
const expected = () => fingerprints([...before.slice(0, 1), ...tls.getCACertificates('system')]);

describe('secureContext', () => {
  it('is created once, and again when the authorities change', () => {
    const first = trust.secureContext();
    expect(trust.secureContext()).toBe(first);
    tls.setDefaultCACertificates(before.slice(0, 1));
    expect(trust.secureContext()).not.toBe(first);
  });

  it('trusts what the system trusts besides what Node does, also for a check that nothing was prepared for', () => {
    trust.secureContext();
    expect(trusted()).toEqual(expected());
  });
});

describe('secureContextFor', () => {
  const USUAL = {
    caCertificates: '',
    ...NO_CLIENT_CERTIFICATE,
    tlsMin: '1.2',
    tlsMax: '1.3',
  } as const;

  it('is the context of all checks without options, and otherwise kept until the authorities change', () => {
    expect(trust.secureContextFor(USUAL)).toBe(trust.secureContext());
    const newer = { ...USUAL, tlsMin: '1.3' } as const;
    const first = trust.secureContextFor(newer);
    expect(first).not.toBe(trust.secureContext());
    expect(trust.secureContextFor({ ...newer })).toBe(first);
    expect(trust.secureContextFor({ ...USUAL, tlsMax: '1.2' })).not.toBe(first);
    expect(trust.secureContextFor(newer)).toBe(first);
    tls.setDefaultCACertificates(before.slice(0, 1));
    expect(trust.secureContextFor(newer)).not.toBe(first);
  });

  it('forgets contexts when there are more than 200', () => {
    const withNumber = (number: number) =>
      trust.secureContextFor({ ...USUAL, tlsMin: '1.3', clientPassphrase: `${number}` });
    const first = withNumber(0);
    for (let number = 1; number < 200; number += 1) withNumber(number);
    expect(withNumber(0)).toBe(first);
    withNumber(200);
    expect(withNumber(0)).not.toBe(first);
  });
});

describe('trustSystemAuthorities', () => {
  it('trusts what the system trusts besides what Node does, and leaves nothing to do for the first check', async () => {
    await Promise.all([trust.trustSystemAuthorities(), trust.trustSystemAuthorities()]);
    expect(trusted()).toEqual(expected());
    const authorities = tls.getCACertificates('default');
    trust.secureContext();
    expect(tls.getCACertificates('default')).toBe(authorities);
  });

  it('keeps what a check made of them in the meantime', async () => {
    const reading = trust.trustSystemAuthorities();
    const context = trust.secureContext();
    await reading;
    expect(trust.secureContext()).toBe(context);
    expect(trusted()).toEqual(expected());
  });
});

import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { secureContext, trustSystemAuthorities } from './trust.ts';

const before = tls.getCACertificates('default');

afterEach(() => tls.setDefaultCACertificates(before));

describe('secureContext', () => {
  it('is made once, and again when the authorities change', () => {
    const first = secureContext();
    expect(secureContext()).toBe(first);
    tls.setDefaultCACertificates(before.slice(0, 1));
    expect(secureContext()).not.toBe(first);
  });
});

describe('trustSystemAuthorities', () => {
  it('trusts what the system trusts besides what Node does', () => {
    tls.setDefaultCACertificates(before.slice(0, 1));
    const system = tls.getCACertificates('system');
    const count = trustSystemAuthorities();
    // Their texts may differ in line breaks.
    const fingerprint = (authority: string) => new X509Certificate(authority).fingerprint256;
    const trusted = new Set(tls.getCACertificates('default').map(fingerprint));
    expect(trusted).toEqual(new Set([...before.slice(0, 1), ...system].map(fingerprint)));
    expect(count).toBe(trusted.size);
  });
});

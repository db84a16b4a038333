import type { DetailedPeerCertificate } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { toChain } from './certificate.ts';

let made = 0;

function certificate(more: Partial<DetailedPeerCertificate> = {}): DetailedPeerCertificate {
  return {
    subject: { CN: 'a.example', O: 'Example' },
    issuer: { CN: 'Authority' },
    subjectaltname: 'DNS:a.example',
    valid_from: 'Jan  1 00:00:00 2026 GMT',
    valid_to: 'Jan  2 00:00:00 2027 GMT',
    serialNumber: '01',
    fingerprint256: `AA:${made++}`,
    ...more,
  } as unknown as DetailedPeerCertificate;
}

describe('toChain', () => {
  it('reads names, times and numbers', () => {
    expect(toChain(certificate({ fingerprint256: 'AA:BB' }))).toEqual([
      {
        subject: 'CN=a.example, O=Example',
        issuer: 'CN=Authority',
        names: ['DNS:a.example'],
        validFrom: Date.UTC(2026, 0, 1),
        validTo: Date.UTC(2027, 0, 2),
        serial: '01',
        fingerprint: 'AA:BB',
      },
    ]);
  });

  it('goes up to the top, which is signed by itself', () => {
    const top = certificate();
    Object.assign(top, { issuerCertificate: top });
    const leaf = certificate({ issuerCertificate: certificate({ issuerCertificate: top }) });
    expect(toChain(leaf)).toHaveLength(3);
    expect(toChain(leaf).at(-1)?.fingerprint).toBe(top.fingerprint256);
  });

  it('has ten certificates at most, and none when the server sent none', () => {
    let above: DetailedPeerCertificate | undefined;
    for (let n = 0; n < 15; n++) above = certificate({ ...(above && { issuerCertificate: above }) });
    expect(toChain(above ?? certificate())).toHaveLength(10);
    expect(toChain({} as DetailedPeerCertificate)).toEqual([]);
  });

  it('reads names that hold commas, several values, and no names', () => {
    const names = 'DNS:a.example, "DirName:CN = x, O = \\\\"y\\\\"", IP Address:2001:DB8::1';
    const [read] = toChain(certificate({ subjectaltname: names }));
    expect(read?.names).toEqual(['DNS:a.example', '"DirName:CN = x, O = \\\\"y\\\\""', 'IP Address:2001:DB8::1']);
    const several = { CN: ['a', 'b'], O: undefined } as unknown as DetailedPeerCertificate['subject'];
    const [other] = toChain(certificate({ subject: several, subjectaltname: undefined as never }));
    expect([other?.subject, other?.names]).toEqual(['CN=a, CN=b, O=', []]);
    const [none] = toChain(certificate({ issuer: undefined as never }));
    expect(none?.issuer).toBe('');
  });

  it('reads each certificate once', () => {
    const [one, other] = [certificate({ fingerprint256: 'one' }), certificate({ fingerprint256: 'other' })];
    const [first] = toChain(one);
    toChain(other);
    expect(toChain(one)[0]).toBe(first);
  });

  it('cuts texts whose length a server decides', () => {
    const many = Array.from({ length: 150 }, (_, n) => `DNS:${n}.example`).join(', ');
    const [read] = toChain(certificate({ subjectaltname: many, subject: { CN: 'x'.repeat(5_000) } }));
    expect(read?.names).toHaveLength(101);
    expect(read?.names.at(-1)).toBe('and 50 more');
    expect(read?.names[99]).toBe('DNS:99.example');
    expect(read?.subject).toHaveLength(1_000);
    const [long] = toChain(
      certificate({ subjectaltname: `DNS:${'x'.repeat(500)}`, issuer: { CN: 'y'.repeat(5_000) } }),
    );
    expect([long?.names[0]?.length, long?.issuer.length]).toEqual([260, 1_000]);
    const exactly = Array.from({ length: 100 }, (_, n) => `DNS:${n}.example`).join(', ');
    expect(toChain(certificate({ subjectaltname: exactly }))[0]?.names).toHaveLength(100);
  });

  it('reads each certificate once, by its fingerprint, and forgets them all after 2,000', () => {
    const one = certificate();
    const [first] = toChain(one);
    expect(toChain({ ...one })[0]).toBe(first);
    for (let n = 0; n < 2_000; n++) toChain(certificate());
    expect(toChain(one)[0]).not.toBe(first);
    expect(toChain(one)[0]).toEqual(first);
  });
});

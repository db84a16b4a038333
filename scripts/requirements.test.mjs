import { describe, expect, it } from 'vitest';
import { explainMissing, REQUIREMENTS } from './requirements.mjs';

const missing = REQUIREMENTS.filter(({ package: debianPackage }) => ['nginx', 'openssl'].includes(debianPackage));

describe('explainMissing', () => {
  it('returns nothing when no program is missing', () => {
    expect(explainMissing([], { ci: true, mayInstall: true })).toEqual([]);
  });

  it('names the skipped tests, and the packages that a flag would install', () => {
    const lines = explainMissing(missing, { ci: false, mayInstall: false });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('nginx is missing (Debian package nginx): the tests of HTTP and TLS with nginx are skipped.');
    expect(lines[2]).toBe('"npm test -- --install" would install: nginx openssl (needs root and apt-get).');
  });

  it('does not suggest a flag that was already given', () => {
    expect(explainMissing(missing, { ci: false, mayInstall: true })).toHaveLength(2);
  });

  it('demands the program in CI', () => {
    expect(explainMissing(missing, { ci: true, mayInstall: true })[0]).toMatch(/and CI must have it\.$/);
  });
});

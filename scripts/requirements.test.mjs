import { describe, expect, it } from 'vitest';
import { explainMissing, REQUIREMENTS } from './requirements.mjs';

const missing = REQUIREMENTS.filter(({ package: debianPackage }) => ['nginx', 'openssl'].includes(debianPackage));

describe('what is said about missing programs', () => {
  it('is nothing when all are there', () => {
    expect(explainMissing([], { ci: true, mayInstall: true })).toEqual([]);
  });

  it('names what is skipped, and what a flag would install', () => {
    const lines = explainMissing(missing, { ci: false, mayInstall: false });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('nginx is missing (Debian package nginx): the tests of HTTP and TLS with nginx are skipped.');
    expect(lines[2]).toBe('"npm test -- --install" would install: nginx openssl (needs root and apt-get).');
  });

  it('offers no flag that was given already', () => {
    expect(explainMissing(missing, { ci: false, mayInstall: true })).toHaveLength(2);
  });

  it('is a failure in CI', () => {
    expect(explainMissing(missing, { ci: true, mayInstall: true })[0]).toMatch(/and CI must have it\.$/);
  });
});

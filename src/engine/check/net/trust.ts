import * as tls from 'node:tls';

let context: tls.SecureContext | undefined;
let systemRead = false;
let madeFor: readonly string[] | undefined;

/**
 * The one TLS context for all checks: TLS 1.2 or later, with the authorities that Node trusts by default
 * (`tls.setDefaultCACertificates`, `NODE_EXTRA_CA_CERTS` and `--use-system-ca` all count) and those of the operating system.
 * A context costs milliseconds to make, so it is kept until the authorities change.
 */
export function secureContext(): tls.SecureContext {
  if (!systemRead) trustSystemAuthorities();
  const authorities = tls.getCACertificates('default');
  if (context === undefined || authorities !== madeFor) {
    context = tls.createSecureContext({ minVersion: 'TLSv1.2' });
    madeFor = authorities;
  }
  return context;
}

/**
 * Makes this process trust what the operating system trusts, besides Node's own list: companies put their authority
 * there. It reads the system's store and holds the loop some 100 ms, so a host that stays calls it before its first check;
 * otherwise the first TLS handshake does.
 * @returns how many authorities are trusted now
 */
export function trustSystemAuthorities(): number {
  systemRead = true;
  const all = new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
  tls.setDefaultCACertificates([...all]);
  return tls.getCACertificates('default').length;
}

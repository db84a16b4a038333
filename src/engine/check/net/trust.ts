import * as tls from 'node:tls';

let context: tls.SecureContext | undefined;
let madeFor: readonly string[] | undefined;

/**
 * The one TLS context for all checks: TLS 1.2 or later, with the authorities that Node trusts by default
 * (`tls.setDefaultCACertificates`, `NODE_EXTRA_CA_CERTS` and `--use-system-ca` all count). A context costs milliseconds to
 * make, so it is kept until the authorities change.
 */
export function secureContext(): tls.SecureContext {
  const authorities = tls.getCACertificates('default');
  if (context === undefined || authorities !== madeFor) {
    context = tls.createSecureContext({ minVersion: 'TLSv1.2' });
    madeFor = authorities;
  }
  return context;
}

/**
 * Makes this process trust what the operating system trusts, besides Node's own list: companies put their authority
 * there. For a host to call once before the first check; it reads the system's store and holds the loop some 100 ms.
 * @returns how many authorities are trusted now
 */
export function trustSystemAuthorities(): number {
  const all = new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
  tls.setDefaultCACertificates([...all]);
  return tls.getCACertificates('default').length;
}

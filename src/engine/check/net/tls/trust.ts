import { createHash } from 'node:crypto';
import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { ContextOptions } from './context-options.ts';

let context: tls.SecureContext | undefined;
let madeFor: readonly string[] | undefined;
let authoritiesVersion = 0;
let systemRead = false;
let reading: Promise<void> | undefined;

/**
 * The one TLS context for all checks: TLS 1.2 or later, with the authorities that Node trusts by default
 * (`tls.setDefaultCACertificates`, `NODE_EXTRA_CA_CERTS` and `--use-system-ca` all count) and those of the operating system.
 * A context takes milliseconds to create, so it is kept until the authorities change. Without `trustSystemAuthorities`
 * before, the first call reads the system's store and holds the loop for some 60 ms.
 */
export function secureContext(): tls.SecureContext {
  if (!systemRead) trust(tls.getCACertificates('system'));
  const authorities = tls.getCACertificates('default');
  if (context === undefined || authorities !== madeFor) {
    context = tls.createSecureContext({ minVersion: 'TLSv1.2' });
    madeFor = authorities;
    authoritiesVersion += 1;
  }
  return context;
}

/** The contexts of endpoints with options of their own, by a hash of the options. */
const contexts = new Map<string, tls.SecureContext>();
const MAX_CONTEXTS = 200;

/**
 * The context for these options; it is kept, because making one with all authorities takes about 20 ms.
 * @throws Error of OpenSSL when the certificate and the key do not belong together, or the passphrase is wrong
 */
export function secureContextFor(options: ContextOptions): tls.SecureContext {
  if (isUsual(options)) return secureContext();
  // Makes sure that this machine's authorities are known.
  secureContext();
  const hash = createHash('sha256').update(JSON.stringify(options)).digest('base64');
  const key = `${hash} ${authoritiesVersion}`;
  let made = contexts.get(key);
  if (made === undefined) {
    made = makeContext(options);
    if (contexts.size >= MAX_CONTEXTS) contexts.clear();
    contexts.set(key, made);
  }
  return made;
}

/** The same for a check. @throws FailureError `tls.clientCertificate` */
export function contextForCheck(options: ContextOptions): tls.SecureContext {
  try {
    return secureContextFor(options);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new FailureError(failureOf('tls.clientCertificate', { problem }, { phase: 'tls' }), { cause: error });
  }
}

function isUsual({ tlsMin, tlsMax, ...texts }: ContextOptions): boolean {
  const isEmpty = ['caCertificates', 'clientCertificate', 'clientKey', 'clientPkcs12'] as const;
  return tlsMin === '1.2' && tlsMax === '1.3' && isEmpty.every((name) => texts[name] === '');
}

function makeContext(options: ContextOptions): tls.SecureContext {
  const { caCertificates, clientCertificate, clientKey, clientPkcs12, clientPassphrase, tlsMin, tlsMax } = options;
  const given: tls.SecureContextOptions = {
    minVersion: NODE_NAMES[tlsMin],
    maxVersion: NODE_NAMES[tlsMax],
    // Named authorities replace the usual ones instead of adding to them.
    ...(caCertificates === '' ? {} : { ca: [...tls.getCACertificates('default'), caCertificates] }),
    ...(clientCertificate === '' ? {} : { cert: clientCertificate, key: clientKey }),
    ...(clientPkcs12 === '' ? {} : { pfx: Buffer.from(clientPkcs12, 'base64') }),
    ...(clientPassphrase === '' ? {} : { passphrase: clientPassphrase }),
  };
  const isOld = tlsMin === '1.0' || tlsMin === '1.1';
  // OpenSSL permits the signatures of TLS 1.0 and 1.1 only at its lowest level. Electron's BoringSSL has no levels.
  return tls.createSecureContext(isOld && !('electron' in process.versions) ? { ...given, ciphers: OLD } : given);
}

const NODE_NAMES = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;
const OLD = 'DEFAULT@SECLEVEL=0';

/**
 * Makes this process trust what the operating system trusts, besides Node's own list: companies put their authority
 * there. A thread reads the system's store, which takes 40 ms on Linux and much longer elsewhere. Trusting them then
 * holds the loop for some 20 ms, so this is done before checks are timed. It is done once; later calls wait for the
 * first.
 */
export function trustSystemAuthorities(): Promise<void> {
  reading ??= readInThread()
    .then((authorities) => {
      // A check may have needed them in the meantime.
      if (!systemRead) trust(authorities);
    })
    // If the thread fails, they are read here.
    .catch(() => undefined)
    .then(() => {
      secureContext();
    });
  return reading;
}

function trust(authorities: readonly string[]): void {
  systemRead = true;
  tls.setDefaultCACertificates([...new Set([...tls.getCACertificates('default'), ...authorities])]);
}

/** The code of the thread. It is a text, so that no build has to bundle a file for one line. */
const THREAD = `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'))`;

function readInThread(): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { eval: true, execArgv: [] });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The thread ended without an answer')));
  });
}

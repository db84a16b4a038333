import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';

let context: tls.SecureContext | undefined;
let madeFor: readonly string[] | undefined;
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
  }
  return context;
}

/**
 * Makes this process trust what the operating system trusts, besides Node's own list: companies put their authority
 * there. A thread reads the system's store, which takes 40 ms on Linux and much longer elsewhere. To trust what it found
 * holds the loop for some 20 ms, so this is done before checks are timed. It is done once; later calls wait for the first.
 */
export function trustSystemAuthorities(): Promise<void> {
  reading ??= readInThread()
    .then((authorities) => {
      // A check may have needed them in the meantime.
      if (!systemRead) trust(authorities);
    })
    // Without a thread, they are read here.
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

/** The whole thread. It is a text, so that no build has to bundle a file for one line. */
const THREAD = `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'))`;

function readInThread(): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { eval: true, execArgv: [] });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The thread ended without an answer')));
  });
}

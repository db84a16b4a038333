/**
 * Debian's python3-httpbin for tests: a web server that returns any status, delay, redirect and encoding on request.
 */
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

/** Debian's own Python. Another Python on the PATH would not find Debian's packages. */
const PYTHON = '/usr/bin/python3';
const HTTPBIN = '/usr/lib/python3/dist-packages/httpbin/core.py';
export const HTTPBIN_PACKAGES = { [PYTHON]: 'python3', [HTTPBIN]: 'python3-httpbin' } as const;

export interface Httpbin extends Disposable {
  /** On 127.0.0.1, HTTP/1.1. */
  readonly port: number;
}

/**
 * Starts httpbin and waits until it answers.
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startHttpbin(): Promise<Httpbin> {
  requireFile(PYTHON, 'python3');
  requireFile(HTTPBIN, 'python3-httpbin');
  return startOnFreePorts(1, async ([port = 0]) => {
    const args = ['-m', 'httpbin.core', '--host', '127.0.0.1', '--port', String(port)];
    const program = await startProgram(PYTHON, args, [port], { PYTHONDONTWRITEBYTECODE: '1' });
    return { port, dispose: () => program.dispose() };
  });
}

/**
 * Libuv's threads, which files, decompression and the system's resolver use. Four by default, of which lookups may use two;
 * with eight, lookups may use four, and a slow one delays fewer others (`check/net/dns/system-lookup.ts`). More would compete
 * with the event loop for processors.
 */
const THREADS = 8;

/**
 * Asks libuv for more threads, unless the person has chosen a number. To be called before anything else: libuv reads the
 * number when it first needs a thread. Where it does not see it (Windows, which keeps two copies of the environment), the
 * system's lookups work with the threads that there are.
 */
export function enlargeThreadPool(environment: NodeJS.ProcessEnv = process.env): void {
  environment['UV_THREADPOOL_SIZE'] ??= String(THREADS);
}

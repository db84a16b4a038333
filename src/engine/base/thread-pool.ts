/**
 * Libuv's threads, which files, decompression and the system's resolver use. Four by default, of which lookups may use two.
 * A lookup cannot be cancelled, and takes 40 s when the system's DNS servers are silent, so two slow names would hold up all
 * others (`check/net/dns/system-lookup.ts`). With 64 threads, lookups may use 32. A thread that waits costs 10 KB and no time.
 */
const THREADS = 64;

/**
 * Asks libuv for more threads, unless the person has chosen a number. To be called before anything else: libuv reads
 * the number when it first needs a thread. Where libuv does not see the variable (on Windows, which keeps two copies of
 * the environment), lookups share the default four threads.
 */
export function enlargeThreadPool(environment: NodeJS.ProcessEnv = process.env): void {
  environment['UV_THREADPOOL_SIZE'] ??= String(THREADS);
}

/** Finds the route to a host with the system's own program. */
import { execFile } from 'node:child_process';

const TIMEOUT_MS = 30_000;
/** The most programs that run at the same time. Further hosts are not traced. */
const MAX_RUNNING = 2;
/** Texts that the programs read as a host, never as an option. */
const HOST = /^[a-z0-9][a-z0-9.:-]*$/iu;

const PROGRAMS: Readonly<Record<string, readonly (readonly [program: string, ...options: string[]])[]>> = {
  win32: [['tracert', '-d', '-w', '1000', '-h', '20']],
  default: [
    ['traceroute', '-n', '-q', '1', '-w', '1', '-m', '20'],
    ['tracepath', '-n', '-m', '20'],
  ],
};

let running = 0;

/**
 * @param host a name or an address
 * @returns what the program printed, also when it was ended because it took too long; null: there is no program, or two
 *   others are running
 */
export async function traceRoute(host: string): Promise<string | null> {
  if (!HOST.test(host) || running >= MAX_RUNNING) return null;
  running += 1;
  try {
    for (const [program, ...options] of PROGRAMS[process.platform] ?? PROGRAMS['default'] ?? []) {
      const printed = await run(program, [...options, host]);
      if (printed !== null) return printed;
    }
    return null;
  } finally {
    running -= 1;
  }
}

/** @returns null when the program is missing */
function run(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS, maxBuffer: 100_000 }, (error, stdout) => {
      const isMissing = error !== null && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
      resolve(isMissing ? null : stdout);
    });
  });
}

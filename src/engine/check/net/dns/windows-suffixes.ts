/** The DNS suffixes with which Windows completes short names. */
import { execFile } from 'node:child_process';

const KEY = String.raw`HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`;
const FRESH_MS = 60_000;
const TIMEOUT_MS = 5_000;

/** Reads them from the registry at most once a minute. They are empty where the registry cannot be read. */
export function createWindowsSuffixes(query = queryRegistry): { read(): Promise<readonly string[]> } {
  let suffixes: Promise<readonly string[]> = Promise.resolve([]);
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    read() {
      if (performance.now() - readAt > FRESH_MS) {
        readAt = performance.now();
        suffixes = query().then(parseSuffixes, () => []);
      }
      return suffixes;
    },
  };
}

/** `reg.exe` comes with Windows, and its output is the same in every language. */
function queryRegistry(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('reg.exe', ['query', KEY, '/s'], { timeout: TIMEOUT_MS, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error);
    });
  });
}

/**
 * @param text what `reg query … /s` prints: `    SearchList    REG_SZ    corp.example,lab.example`
 * @returns the search list; without one, the machine's domain and those of its interfaces
 */
export function parseSuffixes(text: string): readonly string[] {
  const found: Record<'list' | 'domain', string[]> = { list: [], domain: [] };
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s+(\S.*?)\s+REG_\w+\s+(\S.*)/u.exec(line) ?? [];
    if (name === 'SearchList') found.list.push(...value.split(','));
    else if (['Domain', 'NV Domain', 'DhcpDomain'].includes(name)) found.domain.push(value);
  }
  const words = found.list.length > 0 ? found.list : found.domain;
  return [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ''))];
}

/** curl as a second witness: a program that does one thing at a time, and times it itself. */
import { execFileSync, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** Whether curl is installed, and can limit the rate of its requests (7.84 or newer). */
export function whyNoCurl(): string {
  try {
    const [, major = 0, minor = 0] =
      /^curl (\d+)\.(\d+)/u.exec(execFileSync('curl', ['--version'], { encoding: 'utf8' }))?.map(Number) ?? [];
    return major > 7 || (major === 7 && minor >= 84) ? '' : 'curl is older than 7.84';
  } catch {
    return 'curl is missing';
  }
}

export interface Timed {
  readonly url: string;
  readonly tookMs: number;
}

/**
 * Requests the URLs one after the other, each on a new connection.
 * @param file where to write the list of URLs
 * @returns `time_total` of each: from the start of the request to its end
 */
export async function runCurl(
  urls: readonly string[],
  {
    file,
    perSecond,
    authority,
  }: { readonly file: string; readonly perSecond: number; readonly authority: string | null },
): Promise<readonly Timed[]> {
  await writeFile(file, urls.map((url) => `url = "${url}"\noutput = "/dev/null"\n`).join(''));
  const args = ['--silent', '--config', file, '--rate', `${perSecond * 60}/m`, '--write-out', '%{time_total} %{url}\n'];
  if (authority !== null) args.push('--cacert', authority);
  const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = await text(child.stdout);
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [seconds = '', url = ''] = line.split(' ');
      return { url, tookMs: Number(seconds) * 1000 };
    });
}

import { spawn } from 'node:child_process';
import type { Log } from '../../../engine/ports.ts';
import type { Io } from '../../base/io.ts';

/**
 * Opens an address in the person's browser. Logs one line when that is not possible.
 * @param url without secrets: every user of the machine can see the arguments of a program
 */
export function openBrowser(url: string, log: Log, env: Io['env'], platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'win32' && platform !== 'darwin' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    log('warn', 'There is no display to open a browser on; open the address yourself');
    return;
  }
  const { program, args, input = '' } = opener(url, platform);
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: { ...env } });
  // A program that ends before it reads says so by its exit code.
  child.stdin.on('error', () => undefined).end(input);
  child.on('error', (error) => {
    log('warn', `The browser could not be opened (${error.message}); open the address yourself`);
  });
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) {
      log('warn', `The browser could not be opened (${program} ended with ${code}); open the address yourself`);
    }
  });
  child.unref();
}

interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  /** The text for its standard input. */
  readonly input?: string;
}

function opener(url: string, platform: NodeJS.Platform): Opener {
  // Unlike `open`, it does not need the address as an argument, and macOS does not tell who a client is.
  if (platform === 'darwin')
    return { program: 'osascript', args: ['-'], input: `open location ${JSON.stringify(url)}\n` };
  // `start` uses its first quoted argument as the window's title.
  if (platform === 'win32') return { program: 'cmd', args: ['/c', 'start', '""', url] };
  return { program: 'xdg-open', args: [url] };
}

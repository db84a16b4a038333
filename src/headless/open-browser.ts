import { spawn } from 'node:child_process';
import type { Log } from '../engine/ports.ts';
import type { Io } from './io.ts';

/** Opens the page in the person's browser. Where there is none, one line says so. */
export function openBrowser(url: string, log: Log, env: Io['env'], platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'win32' && platform !== 'darwin' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    log('warn', 'There is no display to open a browser on; open the address yourself');
    return;
  }
  const [program, args] = opener(url, platform);
  const child = spawn(program, args, { stdio: 'ignore', detached: true, env: { ...env } });
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

function opener(url: string, platform: NodeJS.Platform): [string, string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` takes its first quoted argument for a window title.
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]];
  return ['xdg-open', [url]];
}

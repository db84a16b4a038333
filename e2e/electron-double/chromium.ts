/** The Chromium that shows the app's windows. It starts with the first window. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Connection } from './cdp.ts';
import { CHROMIUM, CHROMIUM_ARGS } from '../hosts/chromium-program.ts';

/** How long it may take to close before it is killed. */
const CLOSE_MS = 30_000;
/** Its exit code when another one uses its profile. */
const PROFILE_IN_USE = 21;
/** The Chromium of an app that was killed ends a moment after it. How long the next one waits for that, and how often it tries. */
const PROFILE_MS = { most: 60_000, between: 200 };

export interface Chromium {
  readonly connection: Connection;
  /** The address that a spec connects to. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * @param profile its folder, which keeps local storage over restarts, like Electron
 * @param autoplay whether pages may play sounds in which nobody has clicked
 */
export async function startChromium(profile: string, autoplay: boolean): Promise<Chromium> {
  const { child, endpoint } = await startFree(profile, autoplay);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const [, , , output, input] = child.stdio;
  const connection = connect(input as Readable, output as Writable);
  return {
    connection,
    endpoint,
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
      // It may have ended already.
      await connection.send('Browser.close').catch(() => {});
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Starts it when no other one uses its profile. */
async function startFree(
  profile: string,
  autoplay: boolean,
): Promise<{ readonly child: ChildProcess; readonly endpoint: string }> {
  if (CHROMIUM === undefined) throw new Error('The double needs Chromium (Debian: chromium)');
  const giveUpAt = performance.now() + PROFILE_MS.most;
  for (;;) {
    const child = run(CHROMIUM, profile, autoplay);
    try {
      return { child, endpoint: await endpointOf(child) };
    } catch (error) {
      if (child.exitCode !== PROFILE_IN_USE || performance.now() > giveUpAt) throw error;
      await delay(PROFILE_MS.between);
    }
  }
}

function run(program: string, profile: string, autoplay: boolean): ChildProcess {
  return spawn(
    program,
    [
      '--headless',
      ...CHROMIUM_ARGS,
      '--disable-popup-blocking',
      // As in Electron, a page is gone after a navigation.
      '--disable-features=BackForwardCache,Translate,MediaRouter,OptimizationHints',
      `--autoplay-policy=${autoplay ? 'no-user-gesture-required' : 'document-user-activation-required'}`,
      '--hide-scrollbars',
      '--no-startup-window',
      // Chromium treats all windows as hidden, but Electron does not throttle a window that is shown.
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      // No request leaves this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE ::1',
      // The pipe is for us: Chromium ends when it breaks, even when this process is killed. The port is for the spec.
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length > 65_536) return;
      said += text;
      const found = /DevTools listening on (ws:\S+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code} before it was ready: ${said}`)));
  });
}

/** A window of this machine's Chromium, for recording where Lookout has no windows of its own. */
import { RequestError } from '../../../base/request-error.ts';
import type { RecordingWindow, RecordingWindowOptions } from '../../../ports.ts';
import { Chromium, ProtocolError } from './chromium.ts';
import { findBrowser } from '../../../base/find-browser.ts';

/** @throws RequestError `cannotRecord` when there is no Chromium, or no display for a window */
export async function openChromiumWindow(
  options: RecordingWindowOptions,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): Promise<RecordingWindow> {
  const path = await findBrowser();
  if (path === null) throw new RequestError('cannotRecord', { reason: 'noBrowser' });
  if (!hasDisplay(platform, env)) throw new RequestError('cannotRecord', { reason: 'noDisplay' });
  return windowOf(path, { ...options, isVisible: true });
}

export interface BrowserWindowOptions extends RecordingWindowOptions {
  /** False: it is hidden, for tests. */
  readonly isVisible: boolean;
}

/** Starts a browser with one window. @throws RequestError `cannotRecord` when it does not start */
export async function windowOf(
  path: string,
  { width, height, verifyTls, isVisible }: BrowserWindowOptions,
): Promise<RecordingWindow> {
  const ending = new AbortController();
  let chromium: Chromium;
  try {
    const { signal } = ending;
    chromium = await Chromium.launch({ path, verifyTls, signal, ...(isVisible ? { size: [width, height] } : {}) });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new RequestError('cannotRecord', { reason: 'failed', problem: error.message });
  }
  return {
    send: (method, params) => chromium.send(method, params, ending.signal),
    listen: (onEvent) => chromium.listen(onEvent),
    closed: chromium.gone,
    async close() {
      await chromium.close();
    },
  };
}

/** Whether windows can be shown: on Linux, only where there is a desktop. */
export function hasDisplay(platform: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'linux') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}

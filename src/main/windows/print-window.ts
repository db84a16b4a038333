/** Prints PDFs in a hidden window. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { problemOf, ProblemError } from '../../engine/base/problem-error.ts';
import { createSerialQueue } from '../../engine/base/serial-queue.ts';
import type { PrintPdf } from '../../i18n/report/render-report.ts';
import { SECURE_WEB_PREFERENCES } from './web-contents-security.ts';

export interface PrintWindowParts {
  /** A part of Electron, passed in so that tests can replace it. */
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  /** How long printing may take, in milliseconds. Default: a minute. */
  readonly limitMs?: number;
}

const PRINT_MS = 60_000;

/**
 * Prints one document at a time. Its window has no preload script, the document's policy (CSP) lets it load nothing, and
 * it cannot navigate.
 */
export function createPrintWindows({ createWindow, limitMs = PRINT_MS }: PrintWindowParts): PrintPdf {
  const serially = createSerialQueue();
  return (html, signal) =>
    serially(async () => {
      signal?.throwIfAborted();
      const folder = await mkdtemp(join(tmpdir(), 'lookout-print-'));
      try {
        // Written to a file, because a document may be too long for a `data:` address.
        const page = join(folder, 'report.html');
        await writeFile(page, html, { mode: 0o600 });
        return await printIn(createWindow({ show: false, webPreferences: SECURE_WEB_PREFERENCES }), page, {
          limitMs,
          signal,
        });
      } catch (error) {
        signal?.throwIfAborted();
        const problem = error instanceof Error ? error.message : String(error);
        throw new ProblemError(problemOf('pdf.failed', { problem }), { cause: error });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
}

/** Closes the window, whatever happens. */
async function printIn(
  window: BrowserWindow,
  page: string,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  const ended = Promise.withResolvers<never>();
  const stop = () => ended.reject(new Error('The report was cancelled'));
  signal?.addEventListener('abort', stop);
  // It may have been aborted while the file was written.
  if (signal?.aborted === true) stop();
  const timer = setTimeout(() => ended.reject(new Error(`Nothing was printed in ${limitMs / 1000} s`)), limitMs);
  // Electron may never answer for a window that is gone.
  window.once('closed', () => ended.reject(new Error('The window was closed')));
  webContents.once('render-process-gone', (_event, { reason }) => ended.reject(new Error(reason)));
  try {
    const printing = window
      .loadURL(pathToFileURL(page).href)
      .then(() => webContents.printToPDF({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }));
    return await Promise.race([printing, ended.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    if (!window.isDestroyed()) window.destroy();
  }
}

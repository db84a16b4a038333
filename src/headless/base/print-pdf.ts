/** Prints PDFs with a Chromium of this machine: Chromium, Chrome or Edge. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findBrowser, isRunnable } from '../../engine/base/find-browser.ts';
import { problemOf, ProblemError } from '../../engine/base/problem-error.ts';
import { createSerialQueue } from '../../engine/base/serial-queue.ts';
import type { PrintPdf } from '../../i18n/report/render-report.ts';
import type { Io } from './io.ts';

const PRINT_MS = 60_000;
const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-pdf-header-footer',
];

/**
 * Prints one document at a time, with the browser of `LOOKOUT_BROWSER` or one that is found. Each document has its own
 * browser and profile, and its policy (CSP) lets it load nothing.
 */
export function createPrint(env: Io['env']): PrintPdf {
  const serially = createSerialQueue();
  return (html, signal) =>
    serially(async () => {
      signal?.throwIfAborted();
      const browser = await browserOf(env);
      if (browser === null) throw new ProblemError(problemOf('pdf.noBrowser', {}));
      const folder = await mkdtemp(join(tmpdir(), 'lookout-print-'));
      try {
        return await print(browser, folder, html, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw failed(browser, error);
      } finally {
        // Processes of a browser that was stopped may still write their last files.
        await rm(folder, { recursive: true, force: true, maxRetries: 10 });
      }
    });
}

async function print(
  browser: string,
  folder: string,
  html: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const [page, out] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
  await writeFile(page, html, { mode: 0o600 });
  const flags = [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${out}`];
  // Chromium refuses to run as root with its sandbox. The page is our own and runs no scripts.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const options = { timeout: PRINT_MS, ...(signal === undefined ? {} : { signal }) };
  await promisify(execFile)(browser, [...flags, pathToFileURL(page).href], options);
  return readFile(out);
}

function failed(browser: string, error: unknown): ProblemError {
  const problem = error instanceof Error ? error.message : String(error);
  return new ProblemError(problemOf('pdf.failed', { problem: `${browser}: ${problem}` }), { cause: error });
}

async function browserOf(env: Io['env']): Promise<string | null> {
  const given = env['LOOKOUT_BROWSER'] ?? '';
  if (given === '') return findBrowser(process.platform, env);
  return (await isRunnable(given)) ? given : null;
}

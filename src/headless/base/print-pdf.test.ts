import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrint } from './print-pdf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-browser-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A browser that runs these lines with the file to print in `$page` and the file to write in `$pdf`. */
async function browserThat(does: string) {
  const path = join(folder, 'browser');
  const lines = [
    '#!/bin/sh',
    'for a in "$@"; do case "$a" in --print-to-pdf=*) pdf="${a#--print-to-pdf=}";; file://*) page="${a#file://}";; esac; done',
    `printf '%s' "$page" > '${join(folder, 'page')}'`,
    does,
  ];
  await writeFile(path, lines.join('\n'), { mode: 0o700 });
  return createPrint({ LOOKOUT_BROWSER: path, PATH: process.env['PATH'] });
}

test('gives the document to the browser, and leaves nothing behind', async () => {
  const print = await browserThat('cp "$page" "$pdf"');
  expect(String(await print('<h1>Report</h1>'))).toBe('<h1>Report</h1>');
  expect(existsSync(await readFile(join(folder, 'page'), 'utf8'))).toBe(false);
});

test('ends the browser when the request is aborted', async () => {
  const print = await browserThat('exec sleep 600');
  const controller = new AbortController();
  const cancelling = async (): Promise<void> => {
    await expect.poll(() => existsSync(join(folder, 'page'))).toBe(true);
    controller.abort(new Error('cancelled'));
  };
  const [printed] = await Promise.allSettled([print('', controller.signal), cancelling()]);
  expect(printed).toMatchObject({ reason: { message: 'cancelled' } });
});

test('reports which browser failed, or that there is none', async () => {
  const print = await browserThat('echo No space left >&2; exit 3');
  await expect(print('')).rejects.toMatchObject({
    problem: { code: 'pdf.failed', params: { problem: expect.stringContaining('No space left') as string } },
  });
  const missing = createPrint({ LOOKOUT_BROWSER: join(folder, 'gone'), PATH: folder });
  await expect(missing('')).rejects.toMatchObject({ problem: { code: 'pdf.noBrowser' } });
});

/** A report as PDF: printed by the desktop app in a hidden window, and by `lookout serve` with a Chromium of its computer. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { startHeadless, whyNoBrowser } from './hosts/headless.ts';
import { describeOnHosts } from './hosts/index.ts';
import { catchFiles, goTo, paste, row, savedFiles } from './pages.ts';
import { startTarget } from './targets.ts';

/** Fills in the form of a report of the last seven days as PDF, and sends it. */
async function createPdf(page: Page): Promise<void> {
  await goTo(page, 'Reports');
  const form = page.getByRole('form', { name: 'New report' });
  await form.getByLabel('Range').click();
  await page.getByRole('option', { name: 'Last 7 days' }).click();
  await form.getByLabel('Format').click();
  await page.getByRole('option', { name: 'PDF' }).click();
  await form.getByRole('button', { name: 'Create report' }).click();
}

describeOnHosts('a report as PDF', (start) => {
  it('is printed and saved', async () => {
    const target = await startTarget();
    const host = await start();
    const { page } = host;
    await paste(page, [target.url]);
    await row(page, '127.0.0.1').first().waitFor();
    await catchFiles(page);
    await createPdf(page);
    await expect.poll(async () => (await savedFiles(page)).length).toBe(1);
    const [pdf = ''] = await savedFiles(page);
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.trimEnd().slice(-5)).toBe('%%EOF');
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
    await target.stop();
  });
});

it.skipIf(whyNoBrowser !== '')(
  'a PDF that is being printed can be cancelled, and without a browser the page says what to do',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-e2e-browser-'));
    const browser = join(folder, 'browser');
    await writeFile(browser, '#!/bin/sh\nexec sleep 600\n');
    await chmod(browser, 0o700);
    const host = await startHeadless({ env: { LOOKOUT_BROWSER: browser } });
    const { page } = host;
    const form = page.getByRole('form', { name: 'New report' });
    await createPdf(page);
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.getByRole('button', { name: 'Create report' }).waitFor();
    await rm(folder, { recursive: true });
    await form.getByRole('button', { name: 'Create report' }).click();
    await form.getByRole('alert').filter({ hasText: 'A PDF needs Chromium, Chrome or Edge' }).waitFor();
    expect(await host.stop()).toBe(0);
  },
);

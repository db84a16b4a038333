/** A file of another tool, from the dry run to its undo, and the export of everything. The page is the same on every host. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHeadless } from './hosts/headless.ts';
import type { Host } from './hosts/host.ts';
import { describeHeadless } from './hosts/index.ts';
import { goTo, keepMessages, row } from './pages.ts';

const COMMON = {
  interval: 60,
  retryInterval: 60,
  maxretries: 1,
  timeout: 10,
  active: 1,
  notificationIDList: { 1: true },
};
const BACKUP = JSON.stringify({
  version: '1.23.16',
  notificationList: [],
  monitorList: [
    {
      ...COMMON,
      id: 1,
      type: 'http',
      name: 'Shop',
      url: 'http://127.0.0.1:9/',
      authMethod: 'basic',
      basic_auth_user: 'ann',
      basic_auth_pass: 'hunter2',
    },
    { ...COMMON, id: 2, type: 'port', name: 'Database', hostname: '127.0.0.1', port: 9 },
    { ...COMMON, id: 3, type: 'gamedig', name: 'Game', hostname: '127.0.0.1', port: 9, game: 'quake' },
  ],
});

describeHeadless('import and export', () => {
  let host: Host;

  beforeAll(async () => {
    host = await startHeadless();
  });
  afterAll(async () => {
    expect(await host.stop()).toBe(0);
  });

  async function choose(name: string, content: string): Promise<void> {
    const { page } = host;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Import files');
    const action = page.getByRole('option', { name: 'Import files' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action.click()]);
    await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  }

  async function drop(name: string, content: string): Promise<void> {
    const { page } = host;
    const dataTransfer = await page.evaluateHandle(
      ([fileName, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], fileName));
        return transfer;
      },
      [name, content] as const,
    );
    await page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  it('shows what a backup of Uptime Kuma would add and what is lost, adds it, and takes it back', async () => {
    const { page } = host;
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    await keepMessages(page);
    await choose('backup.json', BACKUP);
    const dialog = page.getByRole('dialog', { name: 'Import backup.json' });
    await dialog.getByText('127.0.0.1:9', { exact: true }).waitFor();
    await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(2);
    await dialog.getByText('Lookout has no check of the type "gamedig"').waitFor();
    expect(await dialog.textContent()).not.toContain('hunter2');
    await dialog.getByRole('button', { name: 'Add 2 endpoints' }).click();
    await row(page, 'Shop').waitFor();
    await row(page, 'Database').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
  });

  it('names what is wrong with a file', async () => {
    const { page } = host;
    await drop('broken.json', '{"monitorList": [');
    await page.getByRole('dialog', { name: 'broken.json cannot be imported' }).waitFor();
    await page.getByText(/^broken\.json:1:18: The file is not valid JSON/u).waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
  });

  it('saves what was imported as lookout.yaml, without secrets', async () => {
    const { page } = host;
    await drop('backup.json', BACKUP);
    await page.getByRole('button', { name: 'Add 2 endpoints' }).click();
    await row(page, 'Shop').waitFor();
    await goTo(page, 'Settings');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'YAML', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.yaml$/u);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toMatch(/name: Shop[^]*password: \$\{SHOP_PASSWORD\}/u);
    expect(text).toContain('name: Database');
    expect(text).not.toContain('hunter2');
  });
});

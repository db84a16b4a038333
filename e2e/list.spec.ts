/**
 * The list with keyboard and mouse: filter, sort, group, select, pause, delete and undo. One host suffices, because the list is the
 * same on all of them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from './hosts/host.ts';
import { startHeadless } from './hosts/headless.ts';
import { describeHeadless } from './hosts/index.ts';
import { keepMessages, paste, row, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

describeHeadless('the list', () => {
  let host: Host;
  let target: Target;
  let expectedProblems = 0;

  beforeAll(async () => {
    target = await startTarget();
    host = await startHeadless();
    await paste(
      host.page,
      ['alpha', 'beta', 'gamma'].map((name) => `${target.url}${name}`),
    );
    await waitForStatus(host.page, 'gamma', 'Up');
  });

  afterAll(async () => {
    expect(host.problems.slice(expectedProblems)).toEqual([]);
    expect(await host.stop()).toBe(0);
    await target.stop();
  });

  const names = async () =>
    (await host.page.getByRole('grid', { name: 'Endpoints' }).getByRole('link').allTextContents()).map((name) =>
      name.replace(/^.*\//u, ''),
    );

  it('filters from the keyboard and clears with Escape', async () => {
    const { page } = host;
    await page.getByRole('grid', { name: 'Endpoints' }).focus();
    await page.keyboard.press('/');
    await page.keyboard.type('bet');
    await row(page, 'alpha').waitFor({ state: 'detached' });
    await expect.poll(names).toEqual(['beta']);
    await page.keyboard.press('Escape');
    await row(page, 'alpha').waitFor();
    await page.keyboard.press('Escape');
  });

  it('opens the dialog with a held key, which types nothing', async () => {
    const { page } = host;
    await page.getByRole('grid', { name: 'Endpoints' }).focus();
    await page.keyboard.down('n');
    const box = page.getByRole('dialog').getByRole('textbox', { name: /one per line/u });
    await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
    // As a held key does: more events, which say that they are repeats.
    await page.keyboard.down('n');
    await page.keyboard.down('n');
    await page.keyboard.up('n');
    await page.keyboard.press('m');
    await expect.poll(() => box.inputValue()).toBe('m');
    await box.fill('');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('sorts by name both ways', async () => {
    const { page } = host;
    const header = page.getByRole('columnheader', { name: 'Name' });
    const button = header.getByRole('button');
    while ((await header.getAttribute('aria-sort')) !== 'descending') await button.click();
    await expect.poll(names).toEqual(['gamma', 'beta', 'alpha']);
    await button.click();
    await expect.poll(names).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('pauses and resumes the active row with a key', async () => {
    const { page } = host;
    await page.getByRole('grid', { name: 'Endpoints' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('p');
    await waitForStatus(page, 'alpha', 'Paused');
    await page.keyboard.press('p');
    await waitForStatus(page, 'alpha', 'Up');
  });

  it('keeps rows in their places while the pointer is on the list, and reorders on demand', async () => {
    const { page } = host;
    const status = page.getByRole('columnheader', { name: 'Status' });
    while ((await status.getAttribute('aria-sort')) !== 'ascending') await status.getByRole('button').click();
    await expect.poll(names).toEqual(['alpha', 'beta', 'gamma']);
    await row(page, 'alpha').click({ button: 'right', position: { x: 200, y: 20 } });
    const menu = page.getByRole('menu', { name: /alpha$/u });
    await menu.getByRole('menuitem', { name: 'Pause', exact: false }).first().click();
    await waitForStatus(page, 'alpha', 'Paused');
    const reorder = page.getByRole('button', { name: '1 change: reorder' });
    await reorder.waitFor();
    expect(await names()).toEqual(['alpha', 'beta', 'gamma']);
    await reorder.click();
    await expect.poll(names).toEqual(['beta', 'gamma', 'alpha']);
    await page.getByRole('grid', { name: 'Endpoints' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('p');
    await waitForStatus(page, 'alpha', 'Up');
    await expect.poll(names).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('selects all, deletes and restores everything', async () => {
    const { page } = host;
    await page.getByRole('grid', { name: 'Endpoints' }).focus();
    await page.keyboard.press('Control+a');
    await page.getByText('3 of 3 selected').waitFor();
    await keepMessages(page);
    await page.keyboard.press('Delete');
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitForStatus(page, 'beta', 'Up');
    await expect.poll(async () => (await names()).toSorted()).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('shows an invalid value next to its field, and edits without losing history', async () => {
    const { page } = host;
    await row(page, 'alpha')
      .getByRole('button', { name: /^Actions for/u })
      .click();
    await page.getByRole('menuitem', { name: /^Edit/u }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Interval', { exact: true }).fill('soon');
    // The browser itself logs the rejected request to its console, as expected here.
    const before = host.problems.length;
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^Interval must be a duration/u).waitFor();
    expectedProblems += host.problems.length - before;
    await dialog.getByLabel('Interval', { exact: true }).fill('1s');
    await dialog.getByLabel('Name', { exact: true }).fill('The alpha shop');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row(page, 'The alpha shop').waitFor();
    await waitForStatus(page, 'The alpha shop', 'Up');
  });
});

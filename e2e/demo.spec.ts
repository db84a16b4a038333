/**
 * The demo on a first start: Lookout serves endpoints itself, also after a restart, and removes them with one click.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, keepMessages, row, waitForStatus } from './pages.ts';

describeOnHosts('the demo', (start) => {
  let host: Host;

  beforeAll(async () => {
    host = await start();
  });

  afterAll(async () => {
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
  });

  it('starts from the empty overview and shows something of everything', async () => {
    const { page } = host;
    await page.getByRole('button', { name: 'Try the demo' }).click();
    await page.getByText('This is a demo.').waitFor();
    await waitForStatus(page, 'Shop', 'Up');
    await row(page, 'Partner API')
      .getByText(/expired/u)
      .waitFor();
    await waitForStatus(page, 'Partner API', 'Down');
    await expect
      .poll(() =>
        row(page, 'Search')
          .locator('span', { hasText: /^Demo$/u })
          .count(),
      )
      .toBe(1);
  });

  it('is there again after a restart', async () => {
    await host.restart();
    const { page } = host;
    await goTo(page, 'Overview');
    await page.getByText('This is a demo.').waitFor();
    await waitForStatus(page, 'Shop', 'Up');
  });

  it('is removed with one click', async () => {
    const { page } = host;
    await keepMessages(page);
    await page.getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await waitForStatus(page, 'Shop', 'Up');
    await page.getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
  });
});

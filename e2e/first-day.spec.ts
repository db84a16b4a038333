/** A first day with Lookout: it starts empty, endpoints are added, one fails and recovers, Lookout restarts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, paste, row, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

describeOnHosts('a first day', (start) => {
  let host: Host;
  let shop: Target;
  let api: Target;
  /** The name in the list: while the endpoint fails, its row shows the failure instead of the target. */
  let shopName: string;

  beforeAll(async () => {
    [shop, api] = await Promise.all([startTarget({ delayMs: 20 }), startTarget({ delayMs: 60 })]);
    shopName = `127.0.0.1:${shop.port}`;
    host = await start();
  });

  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    await Promise.all([shop.stop(), api.stop()]);
  });

  it('shows an empty state, and a preview of pasted lines before they are added', async () => {
    const { page } = host;
    await page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    const box = page.getByRole('textbox', { name: /one per line/u });
    await box.fill(`${shop.url}\n\n# a comment\n127.0.0.1:${api.port}\nnot a target\n${shop.url}`);
    await page.getByText('1 not understood, 1 duplicate').waitFor();
    await page.getByRole('button', { name: 'Add 2 endpoints' }).waitFor();
  });

  it('checks new endpoints at once and shows them live', async () => {
    const { page } = host;
    await paste(page, [shop.url, `127.0.0.1:${api.port}`]);
    await waitForStatus(page, shopName, 'Up');
    await waitForStatus(page, `127.0.0.1:${api.port}`, 'Up');
    expect(
      await row(page, shopName)
        .getByText(/^[\d.]+\s(ms|s)$/u)
        .first()
        .textContent(),
    ).toMatch(/ms|s/u);
    await page.getByRole('complementary').getByText('All 2 up').waitFor();
    await page.waitForFunction(() => document.title.startsWith('All 2 up'));
  });

  it('shows that an endpoint is down after its retries, and why', async () => {
    const { page } = host;
    await shop.stop();
    await row(page, shopName).getByRole('checkbox').click();
    await page.getByRole('toolbar', { name: 'Selected endpoints' }).getByRole('button', { name: 'Check now' }).click();
    await row(page, shopName).getByText('Nothing listens on the port').waitFor();
    await waitForStatus(page, shopName, 'Down');
    await page.getByRole('complementary').getByText('1 down').waitFor();
    await goTo(page, 'Incidents');
    await page.getByText('Nothing listens on the port').first().waitFor();
  });

  it('shows the endpoint’s incident and its recovery', async () => {
    const { page } = host;
    await shop.start();
    await goTo(page, 'Overview');
    await row(page, shopName).getByRole('link').click();
    await page.getByRole('heading', { name: /127\.0\.0\.1/u }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Up', { exact: true }).first().waitFor();
    await page.getByText('Nothing listens on the port').first().waitFor();
  });

  it('keeps endpoints and history over a restart', async () => {
    await host.restart();
    const { page } = host;
    // The desktop app opens at its last view.
    await goTo(page, 'Overview');
    await waitForStatus(page, shopName, 'Up');
    await row(page, shopName).getByRole('link').click();
    await page.getByText('Nothing listens on the port').first().waitFor();
    await goTo(page, 'Incidents');
    await page.getByText('Nothing listens on the port').first().waitFor();
  });

  it('wrote no errors to the console', () => {
    expect(host.problems).toEqual([]);
  });
});

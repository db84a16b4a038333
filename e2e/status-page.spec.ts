/** A status page: set up in the settings of `lookout serve`, and read without a token. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousProblems } from './axe.ts';
import { startHeadless } from './hosts/headless.ts';
import type { Host } from './hosts/host.ts';
import { describeHeadless } from './hosts/index.ts';
import { goTo, paste, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

describeHeadless('a status page', () => {
  let host: Host;
  let good: Target;
  let bad: Target;

  beforeAll(async () => {
    [good, bad] = await Promise.all([startTarget(), startTarget({ status: 503 })]);
    host = await startHeadless();
  });
  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    await Promise.all([good.stop(), bad.stop()]);
  });

  it('is set up in the settings, with a post', async () => {
    const { page } = host;
    await paste(page, [`Good ${good.url}`, `Bad ${bad.url}`]);
    await waitForStatus(page, 'Bad', 'Down');
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Add status page' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').first().fill('Example Shop');
    await dialog.getByLabel('Name in the address').fill('shop');
    await dialog.getByLabel('Title').nth(1).fill('Website');
    await dialog.getByRole('switch', { name: 'Show each endpoint with its name' }).click();
    await dialog.getByLabel('Public names').fill('Bad = Checkout');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: '/status/shop/' }).waitFor();
    await page.getByRole('button', { name: 'Write a post' }).click();
    await dialog.getByLabel('Title').fill('Checkout fails');
    await dialog.getByLabel('Text').fill('We look into it.');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Investigating · ').waitFor();
  });

  it.each(['light', 'dark'] as const)('can be read, %s, without a token and without scripts', async (colorScheme) => {
    const browser = host.page.context().browser();
    if (browser === null) throw new Error('Expected the page to have a browser');
    const context = await browser.newContext({
      javaScriptEnabled: false,
      colorScheme,
      viewport: { width: 380, height: 700 },
    });
    const reader = await context.newPage();
    const answer = await reader.goto(new URL('/status', host.page.url()).href);
    expect(answer?.status()).toBe(200);
    const { pathname } = new URL(reader.url());
    expect(pathname).toBe('/status/shop/');
    const shown = await reader.content();
    const texts = ['Some systems are down', 'Website', 'Checkout', 'Partial outage', 'Outage', 'We look into it.'];
    for (const text of texts) expect(shown).toContain(text);
    expect(shown).not.toContain('127.0.0.1');
    expect(shown).not.toMatch(/status 503/iu);
    await context.close();
    const seen = await browser.newContext({ colorScheme, viewport: { width: 380, height: 700 } });
    const page = await seen.newPage();
    await page.goto(new URL('/status/shop/', host.page.url()).href);
    expect(await seriousProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await seen.close();
  });

  it('has badges that a browser shows', async () => {
    const answer = await host.page.request.get(
      new URL('/status/shop/badge/website/checkout/status.svg', host.page.url()).href,
    );
    expect(answer.headers()['content-type']).toBe('image/svg+xml');
    expect(await answer.text()).toContain('Checkout: Outage');
  });
});

/**
 * Checks every view in both themes and at the smallest size: axe reports nothing serious, and nothing overflows the
 * page. What is the same on every host is in `accessible-details.spec.ts`.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousProblems } from './axe.ts';
import type { Host } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, paste, row, useTheme, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

describeOnHosts('accessible', (start) => {
  let host: Host;
  let good: Target;
  let bad: Target;

  beforeAll(async () => {
    [good, bad] = await Promise.all([startTarget(), startTarget({ status: 503 })]);
    host = await start();
  });

  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    await Promise.all([good.stop(), bad.stop()]);
  });

  it('without endpoints', async () => {
    await host.page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
    expect(await seriousProblems(host.page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('in every view, %s', async (colorScheme) => {
    const { page } = host;
    await useTheme(page, colorScheme);
    if (colorScheme === 'dark' && host.name !== 'headless') {
      // Only the settings differ from those that the headless host shows in this theme.
      await goTo(page, 'Settings');
      expect(await seriousProblems(page)).toEqual([]);
      return;
    }
    if (colorScheme === 'light') await paste(page, [good.url, `${bad.url}${'a-very-long-path/'.repeat(12)}`]);
    await waitForStatus(page, `${good.port}`, 'Up');
    await row(page, `${bad.port}`).getByText('Status 503').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    await row(page, `${bad.port}`).getByRole('link').click();
    await page.getByRole('button', { name: 'Check now' }).waitFor();
    await page.getByRole('table').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    for (const view of ['Incidents', 'Health', 'Settings'] as const) {
      await goTo(page, view);
      expect([view, await seriousProblems(page)]).toEqual([view, []]);
    }

    await goTo(page, 'Overview');
    await page.keyboard.press('n');
    await page.getByRole('dialog').waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    await page.getByRole('radio', { name: 'Fill in a form' }).click();
    await page.getByLabel('Kind', { exact: true }).click();
    await page.getByRole('option').nth(10).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByLabel(/^URL/u).fill(good.url);
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.keyboard.type('[sta');
    await page.getByRole('option', { name: /STATUS/u }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.type(' == 299');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('[STATUS] (200) == 299', { exact: true }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('fits the width of a small window', async () => {
    const { page } = host;
    await page.setViewportSize({ width: 800, height: 600 });
    for (const view of ['Overview', 'Incidents', 'Reports', 'Health', 'Settings'] as const) {
      await goTo(page, view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([view, wide]).toEqual([view, 0]);
    }
  });
});

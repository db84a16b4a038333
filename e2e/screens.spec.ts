/**
 * Takes the screenshots for README and guide in the desktop window. Also checks that every view works with a day of
 * history. The screenshots go to e2e/artifacts/, or with LOOKOUT_PICTURES=1, in both themes, to docs/images/.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo, type Demo } from './demo.ts';
import type { Host } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, row, useTheme, waitForStatus } from './pages.ts';
import { FOLDER, THEMES } from './pictures.ts';

describeOnHosts(
  'pictures',
  (start) => {
    let demo: Demo;
    let host: Host;

    beforeAll(async () => {
      await mkdir(FOLDER, { recursive: true });
      demo = await startDemo();
      host = await start({ dataDir: demo.dataDir, env: demo.env });
      await waitForStatus(host.page, 'Tax service', 'Up');
      await waitForStatus(host.page, 'Shipping rates', 'Down');
      await waitForStatus(host.page, 'Payments gateway', 'Degraded');
    });

    afterAll(async () => {
      expect(host.problems).toEqual([]);
      expect(await host.stop()).toBe(0);
      await demo.stop();
    });

    const picture = async (page: Page, view: string, theme: string) => {
      await page.screenshot({ path: join(FOLDER, `${view}-${theme}.png`), animations: 'disabled' });
    };

    it.each(THEMES)('of every view, %s', async (theme) => {
      const { page } = host;
      await page.setViewportSize({ width: 1280, height: 800 });
      await useTheme(page, theme);
      await goTo(page, 'Overview');
      await row(page, 'Shop').first().waitFor();
      await page.getByRole('grid', { name: 'Endpoints' }).evaluate((grid) => grid.scrollTo(0, 0));
      await picture(page, 'overview', theme);

      await row(page, 'Checkout API').getByRole('link').click();
      await page.getByRole('heading', { name: 'Checkout API' }).waitFor();
      await page.locator('[data-line]').first().waitFor();
      await picture(page, 'endpoint', theme);
      await page.getByRole('radio', { name: '24 h', exact: true }).click();
      const more = page.getByRole('group', { name: 'More charts' });
      for (const name of ['Phases', 'Heat map', 'Histogram']) await more.getByRole('button', { name }).click();
      await page.setViewportSize({ width: 1280, height: 1480 });
      await page.locator('[data-phase]').first().waitFor();
      await page.locator('[data-heat]').first().waitFor();
      await page.locator('[data-bar]').first().waitFor();
      await picture(page, 'charts', theme);
      for (const name of ['Phases', 'Heat map', 'Histogram']) await more.getByRole('button', { name }).click();
      await page.setViewportSize({ width: 1280, height: 800 });

      await goTo(page, 'Overview');
      await row(page, 'Shipping rates').getByRole('link').click();
      await page.getByRole('radio', { name: '24 h', exact: true }).click();
      await page.getByRole('list', { name: 'Legend' }).getByText('Median').waitFor();
      await page.getByText('Service Unavailable').first().waitFor();
      await picture(page, 'outage', theme);

      await page.evaluate(() => {
        location.hash = '#/wall';
      });
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.getByRole('list', { name: 'Endpoints' }).getByText('Shipping rates').waitFor();
      // It is dark in both themes.
      if (theme === 'dark') await picture(page, 'wall', theme);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.keyboard.press('Escape');

      await goTo(page, 'Incidents');
      await page.getByText('Shipping rates').first().waitFor();
      await picture(page, 'incidents', theme);
      await goTo(page, 'Health');
      await page
        .getByText(/event loop/u)
        .first()
        .waitFor();
      await picture(page, 'health', theme);
      await goTo(page, 'Settings');
      await picture(page, 'settings', theme);
      await goTo(page, 'Overview');
      await page.keyboard.press('n');
      await page.getByRole('dialog').waitFor();
      await picture(page, 'add', theme);
      await page.keyboard.press('Escape');

      await page.setViewportSize({ width: 800, height: 600 });
      await picture(page, 'overview-small', theme);
      await row(page, 'Shop').first().getByRole('link').click();
      await page.getByRole('heading', { name: 'Shop' }).waitFor();
      await picture(page, 'endpoint-small', theme);
    });
  },
  { needs: ['desktop'] },
);

describeOnHosts(
  'pictures of the empty state',
  (start) => {
    it.each(THEMES)('%s', async (colorScheme) => {
      const host = await start({ colorScheme });
      await host.page.getByRole('heading', { name: 'Add your first endpoint' }).waitFor();
      await host.page.screenshot({ path: join(FOLDER, `empty-${colorScheme}.png`), animations: 'disabled' });
      expect(await host.stop()).toBe(0);
    });
  },
  { needs: ['desktop'] },
);

/**
 * Checks charts, comparison, wall, reports, palette and the editor of steps in both themes: axe reports nothing serious. One host
 * suffices, because their page is the same on all of them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousProblems } from './axe.ts';
import { startHeadless } from './hosts/headless.ts';
import type { Host } from './hosts/host.ts';
import { describeHeadless } from './hosts/index.ts';
import { chooseKind, goTo, paste, row, useTheme, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

const isFocused = (element: Element): boolean => element === document.activeElement;

describeHeadless('accessible details', () => {
  let host: Host;
  let good: Target;
  let bad: Target;

  beforeAll(async () => {
    [good, bad] = await Promise.all([startTarget(), startTarget({ status: 503 })]);
    host = await startHeadless();
    await paste(host.page, [good.url, bad.url]);
    await waitForStatus(host.page, `${good.port}`, 'Up');
  });

  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    await Promise.all([good.stop(), bad.stop()]);
  });

  it.each(['light', 'dark'] as const)(
    'in every chart, the comparison, the wall and the reports, %s',
    async (colorScheme) => {
      const { page } = host;
      await useTheme(page, colorScheme);
      await goTo(page, 'Overview');
      await row(page, `${good.port}`).getByRole('link').click();
      await page.getByRole('button', { name: 'Check now' }).waitFor();
      const more = page.getByRole('group', { name: 'More charts' });
      for (const name of ['Phases', 'Heat map', 'Histogram', 'Calendar', 'Hours of the week']) {
        const button = more.getByRole('button', { name, exact: true });
        if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
      }
      await page.locator('section[aria-label="Calendar"] [data-cell]').first().waitFor();
      await page.locator('section[aria-label="Hours of the week"] [data-cell]').first().waitFor();
      // There are no bars until a check counts: the first ones may have been measured while Lookout was busy.
      await page.locator('section[aria-label="Histogram"] svg').first().waitFor({ state: 'attached' });
      expect(await seriousProblems(page)).toEqual([]);
      await page.getByRole('button', { name: /^Copy, save or list: Latency of/u }).click();
      await page.getByRole('menuitem', { name: 'Show as table' }).click();
      await page.getByRole('dialog').getByRole('table').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('tab', { name: 'Uptime' }).click();
      await page.getByRole('tabpanel').getByRole('table').waitFor();
      expect(await seriousProblems(page)).toEqual([]);

      await goTo(page, 'Overview');
      const ids = await page
        .getByRole('grid', { name: 'Endpoints' })
        .getByRole('link')
        .evaluateAll((links) =>
          links.map((link) => /endpoint\/([^?]+)/u.exec(link.getAttribute('href') ?? '')?.[1] ?? ''),
        );
      for (const layout of ['one', 'multiples']) {
        await page.evaluate((hash) => void (location.hash = hash), `#/compare?ids=${ids.join(',')}&layout=${layout}`);
        // A line of few points may be flat.
        await page.locator('[data-line]').first().waitFor({ state: 'attached' });
        await page.locator('[data-timeline]').first().waitFor({ state: 'attached' });
        expect([layout, await seriousProblems(page)]).toEqual([layout, []]);
      }

      await page.evaluate(() => void (location.hash = '#/wall'));
      await page.getByRole('list', { name: 'Endpoints' }).getByText(`${bad.port}`).first().waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.keyboard.press('t');
      expect(await seriousProblems(page)).toEqual([]);
      await page.keyboard.press('t');
      await page.keyboard.press('Escape');

      await goTo(page, 'Reports');
      expect(await seriousProblems(page)).toEqual([]);
      for (const name of ['Add objective', 'Add scheduled report']) {
        await page.getByRole('button', { name }).click();
        await page.getByRole('dialog').waitFor();
        expect([name, await seriousProblems(page)]).toEqual([name, []]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    },
  );

  it.each(['light', 'dark'] as const)(
    'in the palette, in a question over a dialog, and with compact rows, %s',
    async (colorScheme) => {
      const { page } = host;
      await useTheme(page, colorScheme);
      await goTo(page, 'Overview');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Find an endpoint or a command').fill(`${good.port}`);
      await page.keyboard.press('Tab');
      await page.getByPlaceholder('Find an action').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByPlaceholder('Find an endpoint or a command').fill('rows');
      await page.getByRole('option', { name: /^Use (compact|comfortable) rows/u }).click();
      await row(page, `${bad.port}`).getByText('Status 503').first().waitFor();
      expect(await seriousProblems(page)).toEqual([]);

      await page.keyboard.press('n');
      await page.getByRole('textbox', { name: /one per line/u }).fill('a.example');
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog', { name: 'Discard changes?' }).waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  );

  it.each(['light', 'dark'] as const)('in the editor of steps, with an error at a step, %s', async (colorScheme) => {
    const { page } = host;
    await useTheme(page, colorScheme);
    await goTo(page, 'Overview');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Fill in a form' }).click();
    await chooseKind(page, 'journey');
    await dialog.getByRole('radio', { name: 'Text' }).click();
    await dialog
      .getByRole('textbox', { name: 'Steps' })
      .fill(`GET ${good.url}\nheader X-Token: abc\ngroup Again\nwait 1s\nend group\n`);
    await dialog.getByRole('radio', { name: 'List' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).last().click();
    const header = dialog.getByRole('combobox', { name: 'Step 1, line 1, Header, Value' });
    await dialog.getByText(/^X-Token looks like a secret/u).waitFor();
    // The step shows the error and has the focus.
    expect(await header.getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByRole('combobox', { name: 'Step 1, line 1, Header, Name' }).evaluate(isFocused)).toBe(true);
    expect(await seriousProblems(page)).toEqual([]);
    await header.fill('{{');
    await page.getByRole('option', { name: /\$uuid/u }).click();
    await page.keyboard.press('Alt+ArrowDown');
    await dialog.getByRole('listitem', { name: 'Step 2: Request' }).waitFor();
    await dialog.getByRole('button', { name: 'Add to step 2' }).click();
    await page.getByRole('menuitem', { name: 'Condition' }).click();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await dialog.waitFor({ state: 'detached' });
  });
});

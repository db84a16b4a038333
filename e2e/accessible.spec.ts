/**
 * Checks every view in both themes and at the smallest size: axe reports nothing serious, and nothing overflows the
 * page.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, paste, row, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Waits for what fades or moves in: until then, its colors are not those that people read. */
async function waitForAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/** Problems that axe rates as serious or critical (its rules include WCAG 2.2 A and AA). */
async function seriousProblems(page: Page): Promise<string[]> {
  await waitForAnimations(page);
  // Evaluated rather than added as a script, which the page's content security policy would block.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`);
}

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
    await page.emulateMedia({ colorScheme });
    if (colorScheme === 'light') await paste(page, [good.url, `${bad.url}${'a-very-long-path/'.repeat(12)}`]);
    await waitForStatus(page, `${good.port}`, 'Up');
    await row(page, `${bad.port}`).getByText('503').waitFor();
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

  it.each(['light', 'dark'] as const)(
    'in the palette, in a question over a dialog, and with compact rows, %s',
    async (colorScheme) => {
      const { page } = host;
      await page.emulateMedia({ colorScheme });
      await goTo(page, 'Overview');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Find an endpoint or a command').fill(`${good.port}`);
      await page.keyboard.press('Tab');
      await page.getByPlaceholder('Find an action').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByPlaceholder('Find an endpoint or a command').fill('rows');
      await page.getByRole('option', { name: /^Use (compact|comfortable) rows/u }).click();
      await row(page, `${bad.port}`).getByText('Status 503').waitFor();
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

  it('fits the width of a small window', async () => {
    const { page } = host;
    await page.setViewportSize({ width: 800, height: 600 });
    for (const view of ['Overview', 'Incidents', 'Health', 'Settings'] as const) {
      await goTo(page, view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([view, wide]).toEqual([view, 0]);
    }
  });
});

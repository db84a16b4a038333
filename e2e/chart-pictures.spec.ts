/**
 * Every chart with a month of history: each is drawn, can be saved, and has its picture for the guide. The pictures go to
 * e2e/artifacts/, or with LOOKOUT_PICTURES=1, in both themes, to docs/images/.
 */
import { mkdir, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seed } from './demo.ts';
import { removeFolder } from './hosts/data-folder.ts';
import { startHeadless } from './hosts/headless.ts';
import type { Host } from './hosts/host.ts';
import { describeHeadless } from './hosts/index.ts';
import { catchFiles, goTo, row, savedFiles, useTheme, waitForStatus } from './pages.ts';
import { FOLDER, THEMES } from './pictures.ts';
import { startTarget, type Target } from './targets.ts';

const HOURS = 36 * 24;
const SIZE = { width: 1120, height: 900 };
/** Pixels. */
const MARGIN = 4;
const GROUP = 'Production';

/** The charts below that of the latency, and what is drawn in each when it is there. */
const MORE = [
  ['phases', 'Phases', '[data-phase]'],
  ['heat-map', 'Heat map', '[data-heat]'],
  ['histogram', 'Histogram', '[data-bar]'],
  ['calendar', 'Calendar', '[data-cell]'],
  ['week', 'Hours of the week', '[data-cell]'],
] as const;

describeHeadless('every chart', () => {
  let target: Target;
  let dataDir: string;
  let host: Host;

  beforeAll(async () => {
    target = await startTarget({ delayMs: 60 });
    dataDir = await mkdtemp(join(tmpdir(), 'lookout-charts-'));
    await mkdir(FOLDER, { recursive: true });
    const common = { secure: true, hours: HOURS, outages: [] };
    const http = (name: string, more: object = {}) => ({
      kind: 'http',
      url: `${target.url}${name.toLowerCase()}`,
      name,
      group: GROUP,
      interval: '5m',
      ...more,
    });
    const { bavail, bfree, blocks } = await statfs('/');
    const free = Math.min(75, (bavail / (blocks - bfree + bavail)) * 100);
    await seed(dataDir, [
      {
        ...common,
        endpoint: http('Checkout', { objective: 99.9 }),
        usualMs: 92,
        outages: [
          [9.4, 34],
          [310, 150],
          [620, 55],
        ],
      },
      { ...common, endpoint: http('Shop'), usualMs: 140, outages: [[15, 48]] },
      { ...common, endpoint: http('Search'), usualMs: 48 },
      { ...common, endpoint: http('Accounts'), usualMs: 70, outages: [[4, 25]] },
      {
        ...common,
        secure: false,
        endpoint: { kind: 'disk', path: '/', name: 'Backup disk', group: 'Infrastructure', interval: '5m' },
        usualMs: 1,
        metrics: { freePercent: [free + 20, free] },
      },
    ]);
    host = await startHeadless({ dataDir, viewport: SIZE });
    await waitForStatus(host.page, 'Checkout', 'Up');
  });

  afterAll(async () => {
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
    await target.stop();
    await removeFolder(dataDir);
  });

  const chart = (name: string): Locator =>
    host.page.locator('section', { has: host.page.getByRole('heading', { name, exact: true }) }).last();

  /** With a margin of the page around the element. */
  const picture = async (of: Locator, name: string, theme: string): Promise<void> => {
    const { page } = host;
    await of.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await page.mouse.move(0, 0);
    const box = await of.boundingBox();
    if (box === null) throw new Error(`${name} is not shown`);
    const [left, top] = [Math.max(0, box.x - MARGIN), Math.max(0, box.y - MARGIN)];
    const clip = {
      x: left,
      y: top,
      width: Math.min(SIZE.width, box.x + box.width + MARGIN) - left,
      height: Math.min(SIZE.height, box.y + box.height + MARGIN) - top,
    };
    await page.screenshot({ path: join(FOLDER, `chart-${name}-${theme}.png`), clip, animations: 'disabled' });
  };

  const open = async (name: string, range: string): Promise<void> => {
    const { page } = host;
    await goTo(page, 'Overview');
    await row(page, name).getByRole('link').click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.getByRole('radio', { name: range, exact: true }).click();
  };

  const show = async (name: string): Promise<void> => {
    const button = host.page.getByRole('group', { name: 'More charts' }).getByRole('button', { name, exact: true });
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
  };

  it.each(THEMES)('is drawn, %s', async (theme) => {
    const { page } = host;
    await useTheme(page, theme);
    await open('Checkout', '7 d');
    await page.getByRole('checkbox', { name: 'Usual range' }).check();
    await chart('Latency').locator('[data-usual]').first().waitFor();
    await picture(chart('Latency'), 'usual', theme);
    await page.getByRole('checkbox', { name: 'Usual range' }).uncheck();
    await page.getByRole('radio', { name: '24 h', exact: true }).click();
    await chart('Latency').locator('[data-line]').first().waitFor();
    await picture(chart('Latency'), 'latency', theme);
    for (const [file, name, drawn] of MORE) {
      await show(name);
      await chart(name).locator(drawn).first().waitFor();
      await picture(chart(name), file, theme);
    }
    await goTo(page, 'Reports');
    await page.getByRole('article', { name: /^Objective/u }).waitFor();
    await picture(page.getByRole('article', { name: /^Objective/u }), 'objective', theme);

    await open('Backup disk', '30 d');
    await show('Free');
    await chart('Free').locator('[data-line]').first().waitFor();
    await picture(chart('Free'), 'metric', theme);

    await page.evaluate((group) => {
      location.hash = `#/compare?group=${group}&last=86400000`;
    }, GROUP);
    const small = page.getByRole('list', { name: 'Latency of each endpoint' });
    await expect.poll(() => small.locator('[data-line]').count()).toBe(4);
    await picture(small, 'multiples', theme);
    await page.locator('[data-timeline] [data-state]').first().waitFor();
    await picture(chart('States'), 'states', theme);
    const ids = await small
      .getByRole('link')
      .evaluateAll((links) =>
        links.map((link) => /endpoint\/([^?]+)/u.exec(link.getAttribute('href') ?? '')?.[1] ?? ''),
      );
    await page.evaluate(
      (query) => {
        location.hash = `#/compare?${query}`;
      },
      `ids=${ids.join(',')}&ghost=yesterday&last=86400000`,
    );
    await expect.poll(() => chart('Latency').locator('[data-line]').count()).toBe(4);
    await picture(chart('Latency'), 'compare', theme);
  });

  it('can be saved as an image that needs nothing else', async () => {
    const { page } = host;
    await useTheme(page, 'dark');
    await open('Checkout', '24 h');
    await catchFiles(page);
    let saved = 0;
    for (const name of ['Latency', ...MORE.map(([, title]) => title)]) {
      if (name !== 'Latency') await show(name);
      await chart(name).locator('[data-chart] svg').first().waitFor();
      await page.getByRole('button', { name: `Copy, save or list: ${name} of Checkout` }).click();
      await page.getByRole('menuitem', { name: 'Save as SVG' }).click();
      saved += 1;
      await expect.poll(async () => (await savedFiles(page)).length).toBe(saved);
      const svg = (await savedFiles(page)).at(-1) ?? '';
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
      expect(svg).toContain(`${name} of Checkout`);
      // Nothing of the page is needed, and the title can be read on the dark ground.
      expect([name, /class=|var\(|url\(http/u.exec(svg)?.[0]]).toEqual([name, undefined]);
      expect(Number(/<text [^>]*fill="rgb\((\d+)/u.exec(svg)?.[1])).toBeGreaterThan(128);
      expect(svg.match(/<(?:path|rect|circle)/gu)?.length ?? 0).toBeGreaterThan(3);
    }
  });
});

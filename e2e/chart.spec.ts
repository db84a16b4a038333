/**
 * The chart of an endpoint: an outage, a changed interval, a restart, and the motion of the live view. One host suffices, because
 * the chart is the same on all of them.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { removeFolder } from './hosts/data-folder.ts';
import type { Host } from './hosts/host.ts';
import { startHeadless } from './hosts/headless.ts';
import { describeHeadless } from './hosts/index.ts';
import { goTo, paste, row } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

/** Margins of the plot inside the chart, as `INSET` in `charts/scale/geometry.ts`. */
const INSET = { left: 56, right: 12 };
const VIEWPORT = { width: 1280, height: 800 };
/** Two intervals of 2 s and a timeout of 1 s. */
const TOLERANCE_MS = 5000;

interface Box {
  readonly left: number;
  readonly right: number;
}

/** How many frames after a late one the chart may still be drawn for its time. */
const LATE_FRAMES = 5;

const NOWHERE: Box = { left: Number.NaN, right: Number.NaN };

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1.5;
}

/** The positions of elements in the chart, in pixels from the left edge of the plot; `width` is the plot's. */
async function measure(page: Page): Promise<{
  readonly width: number;
  readonly bands: readonly (Box & { readonly name: string })[];
  readonly strips: readonly Box[];
  readonly failures: readonly Box[];
}> {
  return page.evaluate((inset) => {
    const chart = document.querySelector('input[type="range"]')?.getBoundingClientRect();
    if (chart === undefined) throw new Error('The page has no chart');
    const start = chart.left + inset.left;
    const boxOf = (element: Element | null) => {
      const box = element?.getBoundingClientRect();
      return { left: (box?.left ?? 0) - start, right: (box?.right ?? 0) - start };
    };
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    return {
      width: chart.width - inset.left - inset.right,
      bands: all('[data-band]').map((band) => ({
        name: band.getAttribute('data-band') ?? '',
        ...boxOf(band.querySelector('rect')),
      })),
      strips: all('[data-incident]').map(boxOf),
      failures: all('[data-failed]').map((mark) => boxOf(mark.querySelector('rect'))),
    };
  }, INSET);
}

describeHeadless('the chart', () => {
  let dataDir: string;
  let host: Host;
  let shop: Target;

  beforeAll(async () => {
    shop = await startTarget({ delayMs: 20 });
    dataDir = await mkdtemp(join(tmpdir(), 'lookout-chart-'));
    host = await startHeadless({ dataDir, viewport: VIEWPORT });
    await paste(host.page, [shop.url]);
    await openShop();
    // A short timeout would make failures of another kind on a machine that is busy.
    await edit({ Interval: '1s', Timeout: '30s', Retries: '0', 'Retry interval': '500ms' });
  });

  afterAll(async () => {
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
    await shop.stop();
    await removeFolder(dataDir);
  });

  async function openShop(): Promise<void> {
    await goTo(host.page, 'Overview');
    await row(host.page, `127.0.0.1:${shop.port}`).getByRole('link').click();
    await host.page.locator('.recharts-surface').first().waitFor();
  }

  async function edit(fields: Readonly<Record<string, string>>): Promise<void> {
    const { page } = host;
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, value] of Object.entries(fields)) {
      await dialog.getByLabel(label, { exact: true }).fill(value);
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const statusIs = (status: string) =>
    host.page.getByRole('heading', { level: 1 }).getByText(status, { exact: true }).waitFor();

  it('shades an ongoing outage from its first failed check to now', async () => {
    await statusIs('Up');
    shop.status = 503;
    await statusIs('Down');
    await host.page.waitForFunction(() => document.querySelectorAll('[data-failed]').length >= 4);
    // The chart draws a failed check when it arrives, and the outage when it has asked for it.
    const drawn = async () => {
      const { width, bands, strips, failures } = await measure(host.page);
      const downs = bands.filter(({ name }) => name === 'history.down');
      const [{ left, right } = NOWHERE] = downs;
      return {
        outages: [downs.length, strips.length],
        // Marks are centered on their check.
        fromFirstFailure: isNear(left, (failures[0] ?? NOWHERE).left + 1),
        stripFromThere: isNear((strips[0] ?? NOWHERE).left, left),
        toNow: right >= width - 1.5,
      };
    };
    await expect.poll(drawn).toEqual({ outages: [1, 1], fromFirstFailure: true, stripFromThere: true, toNow: true });
  });

  it('has no gap after the interval was changed', async () => {
    const before = (await measure(host.page)).bands.find(({ name }) => name === 'history.down');
    await edit({ Interval: '2s' });
    const count = (await measure(host.page)).failures.length;
    await host.page.waitForFunction((known) => document.querySelectorAll('[data-failed]').length >= known + 3, count);
    const drawn = async () => {
      const { width, bands } = await measure(host.page);
      const [{ left, right } = NOWHERE] = bands;
      return {
        names: bands.map(({ name }) => name),
        fromBefore: left <= (before?.left ?? 0),
        toNow: right >= width - 1.5,
      };
    };
    await expect.poll(drawn).toEqual({ names: ['history.down'], fromBefore: true, toNow: true });
  });

  it('describes each point, with the start and the duration of the outage', async () => {
    const slider = host.page.getByRole('slider');
    await slider.focus();
    await expect
      .poll(() => slider.getAttribute('aria-valuetext'))
      .toMatch(/failed, .*503.*, Down since .*, for \d+\s+(?:s|min)/u);
    await host.page.getByText(/^Down since .*, for \d+\s+(?:s|min.*)$/u).waitFor();
    await slider.blur();
  });

  it('shows the focus of the page after Tab, but not after a click and a key', async () => {
    const { page } = host;
    const content = page.locator('main section[tabindex="0"]').first();
    const focus = () =>
      content.evaluate((element) => ({
        isFocused: element === document.activeElement,
        ring: getComputedStyle(element).outlineStyle,
      }));
    await content.click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('Backspace');
    expect(await focus()).toEqual({ isFocused: true, ring: 'none' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await focus()).toEqual({ isFocused: true, ring: 'solid' });
    await content.blur();
  });

  it('moves evenly in every frame, even when results arrive', async () => {
    shop.status = 200;
    await statusIs('Up');
    await host.page.emulateMedia({ reducedMotion: 'no-preference' });
    const frames = await host.page.evaluate(async () => {
      const positions: { at: number; left: number }[] = [];
      const end = performance.now() + 5000;
      while (performance.now() < end) {
        const at = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        const left = document.querySelector('[data-band="history.down"] rect')?.getBoundingClientRect().left;
        if (left !== undefined) positions.push({ at, left });
      }
      return positions;
    });
    const { width } = await measure(host.page);
    const steps = frames.slice(1).map(({ at, left }, index) => {
      const before = frames[index] ?? { at, left };
      return { ms: at - before.at, pixels: before.left - left };
    });
    const speed = width / 300_000;
    expect(steps.length).toBeGreaterThan(20);
    // It moves left in each frame, by the time that passed; redrawing in between moves nothing.
    expect(steps.filter(({ pixels }) => pixels > 0).length).toBeGreaterThan(steps.length * 0.9);
    // A machine that is very busy skips frames, and then the position belongs to some moment in between. A redraw may take several frames.
    const longest = (around: typeof steps) => Math.max(...around.map(({ ms }) => ms));
    for (const [index, { ms, pixels }] of steps.entries()) {
      const late = longest(steps.slice(Math.max(0, index - LATE_FRAMES), index + LATE_FRAMES + 1));
      expect(Math.abs(pixels - ms * speed)).toBeLessThan(0.75 + late * speed);
    }
    const [first, last] = [frames[0], frames.at(-1)];
    if (first === undefined || last === undefined) throw new Error('Expected frames');
    const moved = first.left - last.left;
    expect(Math.abs(moved - (last.at - first.at) * speed)).toBeLessThan(0.75 + longest(steps) * speed);
    await host.page.emulateMedia({ reducedMotion: 'reduce' });
    const still = () =>
      document
        .getAnimations()
        .every((animation) => !(animation instanceof CSSAnimation) && animation.playState !== 'running');
    await host.page.waitForFunction(still);
  });

  it('shows when Lookout was not running', async () => {
    await edit({ Timeout: '1s' });
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
    const stoppedAt = Date.now();
    // Shorter times without checks keep the previous status.
    await vi.waitUntil(() => Date.now() - stoppedAt > TOLERANCE_MS, { timeout: 60_000 });
    host = await startHeadless({ dataDir, viewport: VIEWPORT });
    await openShop();
    await host.page.locator('[data-band="history.notRunning"]').waitFor();
    await host.page.getByRole('list', { name: 'Legend' }).getByText('Not running').waitFor();
    const { bands } = await measure(host.page);
    const gap = bands.find(({ name }) => name === 'history.notRunning');
    expect((gap?.right ?? 0) - (gap?.left ?? 0)).toBeGreaterThan(2);
  });
});

/**
 * Debian's Chromium, and what a page measures about itself. Functions passed to `evaluate` run in the page; the few DOM
 * names that they use are declared here, because the benchmarks are compiled for Node, without the DOM's types.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

interface PageEntry {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  readonly interactionId?: number;
}
declare const window: { records: PageRecords };
declare const location: { hash: string };
declare const document: { querySelector(selector: string): { scrollTop: number } | null };
declare function requestAnimationFrame(callback: () => void): void;
declare const MutationObserver: new (callback: () => void) => {
  observe(node: unknown, options: object): void;
  disconnect(): void;
};
declare const PerformanceObserver: new (callback: (list: { getEntries(): readonly PageEntry[] }) => void) => {
  observe(options: object): void;
};

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Why pages cannot be measured here; empty: they can. */
export function whyNoBrowser(): string {
  return PATHS.some((path) => existsSync(path)) ? '' : 'Chromium is missing (Debian: apt-get install chromium)';
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = PATHS.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error(whyNoBrowser());
  return chromium.launch({
    executablePath,
    args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
      ' ',
    ),
  });
}

/** Opens a page that records long tasks and interactions from its start, and when its first row of data was drawn. */
export async function openMeasuredPage(browser: Browser): Promise<Page> {
  return openMeasuredPageIn(await newProfile(browser));
}

/** A profile of its own, with nothing in its cache. */
export function newProfile(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1280, height: 800 } });
}

/** As `openMeasuredPage`, in a profile that may have visited the page before. */
export async function openMeasuredPageIn(profile: BrowserContext): Promise<Page> {
  const page = await profile.newPage();
  await page.addInitScript(() => {
    const records: PageRecords = { longTasks: [], interactions: [], firstRowAt: null };
    window.records = records;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) records.longTasks.push({ at: startTime, ms: duration });
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const { interactionId = 0, name, duration } of list.getEntries()) {
        if (interactionId > 0) records.interactions.push({ type: name, ms: duration });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
    const rows = new MutationObserver(() => {
      if (document.querySelector('[data-id]') === null) return;
      rows.disconnect();
      // A frame that begins proves that the previous one was drawn.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          records.firstRowAt = performance.timeOrigin + performance.now();
        }),
      );
    });
    rows.observe(document, { childList: true, subtree: true });
  });
  return page;
}

/** What the page records, in `window.records`. */
export interface PageRecords {
  longTasks: { readonly at: number; readonly ms: number }[];
  /** Event Timing (W3C): from the input to the next paint, rounded to 8 ms; entries under 16 ms are not reported. */
  interactions: { readonly type: string; readonly ms: number }[];
  /** Epoch milliseconds. */
  firstRowAt: number | null;
}

/** Clears the records so far. */
export function clearRecords(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.records.longTasks = [];
    window.records.interactions = [];
  });
}

export interface Frames {
  readonly perSecond: number;
  /** The share of frames that took longer than 25 ms, 0 to 1. */
  readonly slow: number;
}

/**
 * Counts frames for a while.
 * @param scrolling scrolls the list by this many pixels each frame, and back from its end
 */
export function countFrames(page: Page, ms: number, scrolling = 0): Promise<Frames> {
  return page.evaluate(
    ([ms, scrolling]) =>
      new Promise<Frames>((resolve) => {
        const list = document.querySelector('[role=grid]');
        const began = performance.now();
        let last = began;
        let frames = 0;
        let slow = 0;
        let step = scrolling;
        function frame(): void {
          const now = performance.now();
          frames += 1;
          if (now - last > 25) slow += 1;
          last = now;
          if (list !== null && step !== 0) {
            const before = list.scrollTop;
            list.scrollTop += step;
            if (list.scrollTop === before) step = -step;
          }
          if (now - began >= ms) resolve({ perSecond: (frames * 1000) / (now - began), slow: slow / frames });
          else requestAnimationFrame(frame);
        }
        requestAnimationFrame(frame);
      }),
    [ms, scrolling] as const,
  );
}

/**
 * The page's heap in bytes, after garbage collection if `collect`, and the busy time of its main thread in seconds, of the time
 * domain that `Performance.enable` was given.
 */
export async function readMetrics(
  session: CDPSession,
  collect: boolean,
): Promise<{ heap: number; taskSeconds: number }> {
  if (collect) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heap: value('JSHeapUsedSize'), taskSeconds: value('TaskDuration') };
}

export function readRecords(page: Page): Promise<PageRecords> {
  return page.evaluate(() => window.records);
}

/** Shows another view. @param path such as `/` */
export function goTo(page: Page, path: string): Promise<void> {
  return page.evaluate((path) => {
    location.hash = path;
  }, path);
}

/** Waits for the first row of data. @returns when it and the first content were painted, in epoch milliseconds */
export async function firstPaints(page: Page): Promise<{ readonly contentAt: number; readonly rowAt: number }> {
  await page.waitForFunction(
    () => window.records.firstRowAt !== null && performance.getEntriesByName('first-contentful-paint')[0] !== undefined,
  );
  return page.evaluate(() => ({
    contentAt:
      performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    rowAt: window.records.firstRowAt ?? Number.NaN,
  }));
}

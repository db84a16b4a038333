/**
 * uPlot as the reference for our charts: as many points at the same size, in the same page. Its code is evaluated by the
 * browser's debugger, because the page's policy blocks other scripts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SCRIPT = createRequire(import.meta.url).resolve('uplot/dist/uPlot.iife.min.js');

/** Times in seconds, then the values of each series. */
type Columns = readonly (readonly number[])[];
interface UPlot {
  setData(columns: Columns, resetScales: boolean): void;
  setScale(scale: string, range: { readonly min: number; readonly max: number }): void;
  destroy(): void;
}
interface InPage {
  readonly uPlot: new (options: object, columns: Columns, parent: unknown) => UPlot;
  yardstick: { readonly plot: UPlot; columns: number[][] };
}
declare const document: {
  createElement(name: string): { style: { cssText: string } };
  body: { append(part: unknown): void };
};
declare function requestAnimationFrame(callback: () => void): void;

export interface YardstickSize {
  readonly width: number;
  readonly height: number;
  readonly series: number;
  readonly points: number;
}

/** Draws the same kind of latencies as the generated history, over what the page shows. */
export async function showUplot(page: Page, size: YardstickSize): Promise<void> {
  await page.evaluate(await readFile(SCRIPT, 'utf8').then((script) => `${script}; globalThis.uPlot = uPlot;`));
  await page.evaluate(({ width, height, series, points }) => {
    const inPage = globalThis as unknown as InPage;
    const box = document.createElement('div');
    box.style.cssText = `position: fixed; left: 0; top: 0; z-index: 1000; background: white; width: ${width}px; height: ${height}px`;
    document.body.append(box);
    const at = Array.from({ length: points }, (_, index) => Date.now() / 1000 - (points - index) / 2);
    const lines = Array.from({ length: series }, (_, line) =>
      at.map(() => 20 * (line + 1) * (0.8 + 0.4 * Math.random())),
    );
    const columns = [at, ...lines];
    const colors = ['#2a62c9', '#c9622a', '#2ac962', '#c92a62', '#622ac9', '#62c92a'];
    const plot = new inPage.uPlot(
      {
        width,
        height,
        series: [{}, ...colors.slice(0, series).map((stroke) => ({ stroke }))],
        legend: { show: false },
      },
      columns,
      box,
    );
    inPage.yardstick = { plot, columns };
  }, size);
}

/** Adds a point to each line and moves the window along, `perSecond` times a second. */
export function redrawUplot(page: Page, ms: number, perSecond: number): Promise<void> {
  return page.evaluate(
    ([ms, perSecond]) =>
      new Promise<void>((resolve) => {
        const { yardstick } = globalThis as unknown as InPage;
        const began = performance.now();
        const timer = setInterval(() => {
          const last = yardstick.columns[0]?.at(-1) ?? 0;
          yardstick.columns = yardstick.columns.map((column, index) => [
            ...column.slice(1),
            index === 0 ? last + 0.5 : (column[0] ?? 0),
          ]);
          yardstick.plot.setData(yardstick.columns, true);
          if (performance.now() - began < ms) return;
          clearInterval(timer);
          resolve();
        }, 1000 / perSecond);
      }),
    [ms, perSecond] as const,
  );
}

/** Moves the window back and forth, a step in each frame. */
export function panUplot(page: Page, ms: number): Promise<void> {
  return page.evaluate(
    (ms) =>
      new Promise<void>((resolve) => {
        const { yardstick } = globalThis as unknown as InPage;
        const [at = []] = yardstick.columns;
        const [from, to] = [at[0] ?? 0, at.at(-1) ?? 0];
        const began = performance.now();
        let step = 0;
        function frame(): void {
          const by = ((to - from) / 4) * Math.sin(step / 20);
          step += 1;
          yardstick.plot.setScale('x', { min: from + by, max: to + by });
          if (performance.now() - began < ms) requestAnimationFrame(frame);
          else resolve();
        }
        requestAnimationFrame(frame);
      }),
    ms,
  );
}

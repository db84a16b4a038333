/** One chart of six endpoints with a thousand points each, redrawn ten times a second; and uPlot with as many points. */
import type { CDPSession, Page } from 'playwright-core';
import { row, type BenchCase, type CaseOptions, type Report } from '../case.ts';
import {
  clearRecords,
  countFrames,
  goTo,
  launchBrowser,
  openMeasuredPage,
  readMetrics,
  readRecords,
  whyNoBrowser,
} from '../harness/browser.ts';
import { panFrames, zoomByDragging, type Box } from '../harness/chart-gestures.ts';
import { startRemote } from '../harness/calls.ts';
import { makeEndpoint } from '../harness/history.ts';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import { join } from 'node:path';
import { startLookout } from '../harness/lookout-server.ts';
import { formatNumber, formatSpread, ratios, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';
import { panUplot, redrawUplot, showUplot } from '../harness/uplot.ts';
import type { StoreHostMethods } from '../processes/store-host.ts';

const SERIES = 6;
const POINTS = 1000;
const INTERVAL_MS = 500;
const REDRAWS = 10;
const WINDOW_MS = 8000;
const PAN_MS = 3000;
const TURNS = 3;

interface Busy {
  /** Milliseconds of the main thread for each second. */
  readonly perSecond: number;
  readonly longTasks: readonly number[];
}

/** Measures the main thread of the page during an action. */
async function busyWhile(page: Page, session: CDPSession, ms: number, act: () => Promise<void>): Promise<Busy> {
  await clearRecords(page);
  const before = await readMetrics(session, true);
  const began = performance.now();
  await act();
  const seconds = Math.max(ms, performance.now() - began) / 1000;
  const after = await readMetrics(session, false);
  const { longTasks } = await readRecords(page);
  return {
    perSecond: ((after.taskSeconds - before.taskSeconds) * 1000) / seconds,
    longTasks: longTasks.map((task) => task.ms).filter((took) => took > 50),
  };
}

/** Milliseconds from the slowest input of a gesture to the next paint. */
async function slowestInteraction(page: Page, act: () => Promise<void>): Promise<number> {
  await clearRecords(page);
  await act();
  // The browser reports entries after the paint. Without a pause, the next gesture would be measured with this one.
  await sleep(300);
  const { interactions } = await readRecords(page);
  return Math.max(16, ...interactions.map(({ ms }) => ms));
}

async function openChart({ bed }: CaseOptions): Promise<{ page: Page; session: CDPSession; box: Box }> {
  const dataDir = await bed.newDir('chart');
  const host = startRemote<StoreHostMethods>('store-host');
  const now = Date.now();
  await host.call('open', { file: join(dataDir, DATABASE_FILE), now });
  await host.call('addEndpoints', { urls: bed.urls('http', SERIES), now, intervalMs: INTERVAL_MS });
  await host.call('fill', { from: now - 2 * POINTS * INTERVAL_MS, to: now, stepMs: INTERVAL_MS, seed: 21 });
  await host.call('close');
  await host.stop();
  const server = await startLookout(bed, dataDir);
  const browser = await launchBrowser();
  bed.defer(() => browser.close());
  const page = await openMeasuredPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(server.address);
  await page.locator('[data-id]').first().waitFor();
  const ids = Array.from({ length: SERIES }, (_, index) => makeEndpoint(index, '', 0).id);
  await goTo(page, `/compare?ids=${ids.join(',')}&last=${POINTS * INTERVAL_MS}`);
  await page
    .locator('[data-line]')
    .nth(SERIES - 1)
    .waitFor();
  await sleep(5000);
  const box = await page.getByRole('slider', { name: /^Latency/u }).boundingBox();
  if (box === null) throw new Error('Expected the chart to be shown');
  return { page, session, box };
}

async function run(options: CaseOptions): Promise<Report> {
  const why = whyNoBrowser();
  if (why !== '') return { rows: [], how: [], leftOut: [why] };
  const { page, session, box } = await openChart(options);
  const ours: Busy[] = [];
  const zooms: number[] = [];
  const backs: number[] = [];
  const pans: { readonly frames: number; readonly busyMs: number }[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    ours.push(await busyWhile(page, session, WINDOW_MS, () => sleep(WINDOW_MS)));
    const { perSecond: frames, busyMs } = await panFrames(page, session, box);
    pans.push({ frames, busyMs });
    backs.push(await slowestInteraction(page, () => page.keyboard.press('Backspace')));
    zooms.push(await slowestInteraction(page, () => zoomByDragging(page, box)));
    await page.keyboard.press('Backspace');
    await page.getByRole('radio', { name: 'Live' }).waitFor();
    options.say(`turn ${turn + 1}: ${formatNumber(ours.at(-1)?.perSecond ?? 0)} ms a second`);
  }
  const drawn = await page
    .locator('[data-line] path:last-of-type')
    .evaluateAll((paths) =>
      paths.map(
        (path) => (path as unknown as { getAttribute(name: string): string }).getAttribute('d').split(/[MLC]/u).length,
      ),
    );
  // Behind uPlot, a page that draws nothing.
  await goTo(page, '/settings');
  const { width, height } = box;
  await showUplot(page, { width, height, series: SERIES, points: POINTS });
  const theirs: Busy[] = [];
  const theirPans: { readonly frames: number; readonly busyMs: number }[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    theirs.push(await busyWhile(page, session, WINDOW_MS, () => redrawUplot(page, WINDOW_MS, REDRAWS)));
    const frames = countFrames(page, PAN_MS);
    const busy = await busyWhile(page, session, PAN_MS, () => panUplot(page, PAN_MS));
    const { perSecond } = await frames;
    theirPans.push({ frames: perSecond, busyMs: busy.perSecond / perSecond });
  }
  const tasks = ours.flatMap(({ longTasks }) => longTasks);
  const busy = (of: readonly Busy[]) => of.map(({ perSecond }) => perSecond);
  const perFrame = (of: typeof pans) => of.map(({ busyMs }) => busyMs);
  return {
    rows: [
      row(
        'redraws: tasks over 50 ms',
        tasks.length === 0 ? '0' : `${tasks.length}, the longest ${formatNumber(Math.max(...tasks))} ms`,
        {
          baseline: `${theirs.flatMap(({ longTasks }) => longTasks).length} (uPlot)`,
          aim: '0',
          reached: tasks.length === 0,
        },
      ),
      row('redraws: main thread busy in each second', formatSpread(spread(busy(ours)), 'ms'), {
        baseline: `${formatSpread(spread(busy(theirs)), 'ms')} (uPlot)`,
        ratio: formatSpread(spread(ratios(busy(ours), busy(theirs)))),
      }),
      row('zooming by dragging: interaction to next paint', formatSpread(spread(zooms), 'ms'), {
        aim: '< 100 ms',
        reached: spread(zooms).max < 100,
      }),
      row('Backspace, to the range before: interaction to next paint', formatSpread(spread(backs), 'ms'), {
        aim: '< 100 ms',
        reached: spread(backs).max < 100,
      }),
      row('panning: frames per second', formatSpread(spread(pans.map(({ frames }) => frames))), {
        baseline: `${formatSpread(spread(theirPans.map(({ frames }) => frames)))} (uPlot)`,
        aim: '≥ 55',
        reached: spread(pans.map(({ frames }) => frames)).median >= 55,
      }),
      row('panning: main thread busy per frame', formatSpread(spread(perFrame(pans)), 'ms'), {
        baseline: `${formatSpread(spread(perFrame(theirPans)), 'ms')} (uPlot)`,
        ratio: formatSpread(spread(ratios(perFrame(pans), perFrame(theirPans)))),
        aim: '< 16.7 ms',
        reached: spread(perFrame(pans)).median < 1000 / 60,
      }),
    ],
    how: [
      `${SERIES} endpoints every ${INTERVAL_MS / 1000} s on the page that compares them, over ${formatNumber((POINTS * INTERVAL_MS) / 1000)} s: ${formatNumber(POINTS)} points each; the path of a line has up to ${formatNumber(Math.max(...drawn))} commands. ${SERIES * 2} results a second come in, and the page redraws at most ${REDRAWS} times a second. uPlot 1.6.32 draws ${SERIES} lines of ${formatNumber(POINTS)} points at the same size (${Math.round(width)} × ${Math.round(height)}) in the same page, without crosshair, states, ghost lines, text alternatives and requests; it gets ${REDRAWS} redraws a second. Times are processor time of the main thread; ${TURNS} turns of ${WINDOW_MS / 1000} s.`,
    ],
    leftOut: [],
  };
}

export const chart: BenchCase = { name: 'chart', title: 'A chart of six endpoints', run };

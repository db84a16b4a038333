/** The page in Chromium, with 1,000 and 10,000 endpoints and 100 results a second. */
import type { CDPSession, Page } from 'playwright-core';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { row } from '../case.ts';
import {
  countFrames,
  goTo,
  launchBrowser,
  openMeasuredPage,
  readMetrics,
  readRecords,
  clearRecords,
  whyNoBrowser,
  type Frames,
} from '../harness/browser.ts';
import { panFrames, showCharts, wheelFrames, zoomByDragging, type GestureFrames } from '../harness/chart-gestures.ts';
import { prepareHistory } from '../harness/data-set.ts';
import { startLookout, type LookoutServer } from '../harness/lookout-server.ts';
import { formatNumber, formatSpread, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';

const ENDPOINTS = 1000;
const INTERVAL_MS = 10_000;
const MANY_ENDPOINTS = 10_000;
/** Gives the same number of results per second. */
const MANY_INTERVAL_MS = (INTERVAL_MS * MANY_ENDPOINTS) / ENDPOINTS;
const TURNS = 3;

async function idle(page: Page, session: CDPSession, seconds: number): Promise<Row[]> {
  let bytes = 0;
  const onFrame = ({ response }: { response: { payloadData: string } }) => {
    bytes += response.payloadData.length;
  };
  await clearRecords(page);
  session.on('Network.webSocketFrameReceived', onFrame);
  const before = await readMetrics(session, true);
  await sleep(seconds * 1000);
  const after = await readMetrics(session, false);
  session.off('Network.webSocketFrameReceived', onFrame);
  const { longTasks } = await readRecords(page);
  const over = longTasks.filter(({ ms }) => ms > 50);
  const longest = Math.max(0, ...longTasks.map(({ ms }) => ms));
  return [
    row(
      `overview, ${seconds} s: long tasks over 50 ms`,
      `${over.length}${over.length === 0 ? '' : `, the longest ${formatNumber(longest)} ms`}`,
      {
        aim: '0',
        reached: over.length === 0,
      },
    ),
    row('overview: main thread busy', `${formatNumber(((after.taskSeconds - before.taskSeconds) / seconds) * 100)} %`),
    row('bytes per second over the WebSocket', formatNumber(bytes / seconds), {
      baseline: `${formatNumber(bytes / seconds / (ENDPOINTS / (INTERVAL_MS / 1000)))} per result`,
    }),
  ];
}

function framesRow(what: string, frames: readonly Frames[], empty: readonly Frames[]): Row {
  const rate = spread(frames.map(({ perSecond }) => perSecond));
  const slow = spread(frames.map((one) => one.slow * 100));
  return row(what, `${formatSpread(rate)}; ${formatSpread(slow)} % over 25 ms`, {
    baseline: `${formatSpread(spread(empty.map(({ perSecond }) => perSecond)))} (an empty page)`,
    aim: '≥ 55',
    reached: rate.median >= 55,
  });
}

/** On a busy machine, this is more informative than the frames: without other work, each frame has 16.7 ms. */
function busyRow(what: string, gestures: readonly GestureFrames[]): Row {
  const busy = spread(gestures.map(({ busyMs }) => busyMs));
  return row(`${what}: main thread busy per frame`, formatSpread(busy, 'ms'), {
    aim: '< 16.7 ms',
    reached: busy.median < 1000 / 60,
  });
}

/** @returns milliseconds from the slowest input to the next paint, at least 16 */
async function interactions(page: Page, act: () => Promise<void>): Promise<number> {
  await clearRecords(page);
  await act();
  // The browser reports entries after the paint.
  await sleep(300);
  const { interactions } = await readRecords(page);
  return Math.max(16, ...interactions.map(({ ms }) => ms));
}

function interactionRow(what: string, ms: readonly number[]): Row {
  const all = spread(ms);
  return row(`${what}: interaction to next paint`, formatSpread(all, 'ms'), {
    aim: '< 100 ms',
    reached: all.max < 100,
  });
}

async function open(page: Page, index: number): Promise<void> {
  await page.locator('[data-id] a').nth(index).click();
  await page.waitForURL(/#\/endpoint\//u);
  await page.locator('.recharts-surface').first().waitFor();
}

async function back(page: Page): Promise<void> {
  await goTo(page, '/');
  await page.locator('[data-id]').first().waitFor();
}

/** Measured on the overview, after the page has warmed up: its heap levels off in the first half minute. */
async function heapGrowth(session: CDPSession, minutes: number): Promise<Row> {
  const before = await readMetrics(session, true);
  await sleep(minutes * 60_000);
  const after = await readMetrics(session, true);
  const grown = (after.heap - before.heap) / 2 ** 20;
  const what = `heap growth over ${Math.round(minutes * 60)} s, of ${formatNumber(before.heap / 2 ** 20)} MB`;
  return row(what, `${formatNumber(grown)} MB`, { aim: 'none (< 1 MB)', reached: grown < 1 });
}

async function measure(page: Page, session: CDPSession, { long, say }: CaseOptions): Promise<Row[]> {
  const rows = await idle(page, session, long ? 30 : 12);
  await sleep(10_000);
  rows.push(await heapGrowth(session, long ? 5 : 1 / 3));
  const empty = await page.context().newPage();
  const frames: Record<'empty' | 'scrolling' | 'chart', Frames[]> = { empty: [], scrolling: [], chart: [] };
  const gestures: Record<'panning' | 'wheel', GestureFrames[]> = { panning: [], wheel: [] };
  const inputs: Record<'opening' | 'typing' | 'zooming', number[]> = { opening: [], typing: [], zooming: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    await empty.bringToFront();
    frames.empty.push(await countFrames(empty, 2000));
    await page.bringToFront();
    frames.scrolling.push(await countFrames(page, 4000, 30));
    inputs.typing.push(
      await interactions(page, async () => {
        await page.getByLabel('Filter', { exact: true }).pressSequentially(`service ${turn + 1}`, { delay: 120 });
      }),
    );
    await page.getByLabel('Filter', { exact: true }).fill('');
    await page.locator('[data-id]').nth(5).waitFor();
    inputs.opening.push(await interactions(page, () => open(page, turn)));
    frames.chart.push(await countFrames(page, 4000));
    const box = await showCharts(page);
    inputs.zooming.push(await interactions(page, () => zoomByDragging(page, box)));
    gestures.panning.push(await panFrames(page, session, box));
    gestures.wheel.push(await wheelFrames(page, session, box));
    await back(page);
    say(`turn ${turn + 1}: ${formatNumber(frames.scrolling.at(-1)?.perSecond ?? 0)} frames a second while scrolling`);
  }
  await empty.close();
  rows.push(
    framesRow('frames per second, scrolling the list', frames.scrolling, frames.empty),
    framesRow('frames per second, live chart', frames.chart, frames.empty),
    framesRow('frames per second, panning three charts', gestures.panning, frames.empty),
    framesRow('frames per second, zooming three charts by wheel', gestures.wheel, frames.empty),
    busyRow('panning three charts', gestures.panning),
    busyRow('zooming three charts by wheel', gestures.wheel),
    interactionRow('opening an endpoint', inputs.opening),
    interactionRow('zooming three charts by dragging', inputs.zooming),
    interactionRow('typing in the filter', inputs.typing),
  );
  return rows;
}

/** Only the long list: its cost while idle, and while it is scrolled and filtered. */
async function measureMany(page: Page, session: CDPSession): Promise<Row[]> {
  const [longTasks, busy] = await idle(page, session, 12);
  const frames: Record<'empty' | 'scrolling', Frames[]> = { empty: [], scrolling: [] };
  const typing: number[] = [];
  const empty = await page.context().newPage();
  for (let turn = 0; turn < TURNS; turn++) {
    await empty.bringToFront();
    frames.empty.push(await countFrames(empty, 2000));
    await page.bringToFront();
    frames.scrolling.push(await countFrames(page, 4000, 30));
    typing.push(
      await interactions(page, async () => {
        await page.getByLabel('Filter', { exact: true }).pressSequentially(`service ${turn + 1}`, { delay: 120 });
      }),
    );
    await page.getByLabel('Filter', { exact: true }).fill('');
    await page.locator('[data-id]').nth(5).waitFor();
  }
  await empty.close();
  const rows = [
    ...[longTasks, busy].filter((one) => one !== undefined),
    framesRow('frames per second, scrolling the list', frames.scrolling, frames.empty),
    interactionRow('typing in the filter', typing),
  ];
  return rows.map((one) => ({ ...one, what: `${formatNumber(MANY_ENDPOINTS)} endpoints: ${one.what}` }));
}

interface OpenedPage {
  readonly server: LookoutServer;
  readonly page: Page;
  readonly session: CDPSession;
}

/**
 * Starts a server with the given number of endpoints, and opens its page. Waits until the list is loaded and the rate
 * of checks is even.
 */
async function openPage({ bed }: CaseOptions, endpoints: number, intervalMs: number): Promise<OpenedPage> {
  const dataDir = await bed.newDir('page');
  await prepareHistory(dataDir, bed.urls('http', endpoints), intervalMs);
  const server = await startLookout(bed, dataDir);
  const browser = await launchBrowser();
  bed.defer(() => browser.close());
  const page = await openMeasuredPage(browser);
  const session = await page.context().newCDPSession(page);
  // Measures CPU time, because on a busy machine a task also waits for the CPU.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Network.enable');
  await page.goto(server.address);
  await page.locator('[data-id]').first().waitFor();
  // Half an interval after the start the rate is even; first checks are spread over 3 s.
  await sleep(INTERVAL_MS / 2 + 4000);
  return { server, page, session };
}

async function run(options: CaseOptions): Promise<Report> {
  const why = whyNoBrowser();
  if (why !== '') return { rows: [], how: [], leftOut: [why] };
  const { server, page, session } = await openPage(options, ENDPOINTS, INTERVAL_MS);
  const rows = await measure(page, session, options);
  const { checksPerSecond } = await server.request('health.get', {});
  await page.context().browser()?.close();
  await server.stop();
  options.say(`${formatNumber(MANY_ENDPOINTS)} endpoints`);
  const many = await openPage(options, MANY_ENDPOINTS, MANY_INTERVAL_MS);
  const manyRows = await measureMany(many.page, many.session);
  return {
    rows: [...rows, ...manyRows],
    how: [
      `${formatNumber(ENDPOINTS)} endpoints every ${INTERVAL_MS / 1000} s (${formatNumber(checksPerSecond)} results per second at the end), each with ` +
        'more than 60 earlier checks, so that the list is full from the start. Chromium runs headless without a GPU, ' +
        '1280 × 800, on the same machine as the server and the targets. Interaction to next paint is the longest Event Timing entry of ' +
        `a turn, rounded to 8 ms; ${TURNS} turns.`,
    ],
    leftOut: [],
  };
}

export const renderer: BenchCase = { name: 'renderer', title: 'The page', run };

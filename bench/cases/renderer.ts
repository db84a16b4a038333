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
import { prepareHistory } from '../harness/data-set.ts';
import { startLookout, type LookoutServer } from '../harness/lookout-server.ts';
import { formatNumber, formatSpread, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';

const ENDPOINTS = 1000;
const INTERVAL_MS = 10_000;
const MANY_ENDPOINTS = 10_000;
/** So that there are as many results a second. */
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

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shows an hour with all charts of the endpoint, so that a gesture moves all of them. */
async function showCharts(page: Page): Promise<Box> {
  await page.getByRole('radio', { name: '1 h', exact: true }).click();
  const more = page.getByRole('group', { name: 'More charts' });
  for (const name of ['Phases', 'Heat map']) {
    const button = more.getByRole('button', { name });
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
  }
  await page.locator('[data-phase]').first().waitFor();
  await page.locator('[data-heat]').first().waitFor();
  const box = await page.getByRole('slider', { name: /^Latency/u }).boundingBox();
  if (box === null) throw new Error('Expected the latency chart to be shown');
  return box;
}

/** Drags over a part of the chart, which zooms into it when the button is released. */
async function zoomByDragging(page: Page, { x, y, width, height }: Box): Promise<void> {
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, y + height / 2, { steps: 8 });
  await page.mouse.up();
}

const PAN_MS = 3000;

/** Counts frames while the time axis is dragged to and fro. */
async function panFrames(page: Page, { x, y, width, height }: Box): Promise<Frames> {
  const axis = y + height - 8;
  await page.mouse.move(x + width / 2, axis);
  await page.mouse.down();
  const frames = countFrames(page, PAN_MS);
  const until = performance.now() + PAN_MS;
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.move(x + width / 2 + (width / 4) * Math.sin(step / 20), axis);
    await sleep(16);
  }
  const counted = await frames;
  await page.mouse.up();
  return counted;
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
  const frames: Record<'empty' | 'scrolling' | 'chart' | 'panning', Frames[]> = {
    empty: [],
    scrolling: [],
    chart: [],
    panning: [],
  };
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
    frames.panning.push(await panFrames(page, box));
    await back(page);
    say(`turn ${turn + 1}: ${formatNumber(frames.scrolling.at(-1)?.perSecond ?? 0)} frames a second while scrolling`);
  }
  await empty.close();
  rows.push(
    framesRow('frames per second, scrolling the list', frames.scrolling, frames.empty),
    framesRow('frames per second, live chart', frames.chart, frames.empty),
    framesRow('frames per second, panning three charts', frames.panning, frames.empty),
    interactionRow('opening an endpoint', inputs.opening),
    interactionRow('zooming three charts by dragging', inputs.zooming),
    interactionRow('typing in the filter', inputs.typing),
  );
  return rows;
}

/** The long list only: what it costs while nobody touches it, and while it is scrolled and filtered. */
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

/** Starts a server with so many endpoints, and opens its page. Waits until the list is there and the rate of checks is even. */
async function openPage({ bed }: CaseOptions, endpoints: number, intervalMs: number): Promise<OpenedPage> {
  const dataDir = await bed.newDir('page');
  await prepareHistory(dataDir, bed.urls('http', endpoints), intervalMs);
  const server = await startLookout(bed, dataDir);
  const browser = await launchBrowser();
  bed.defer(() => browser.close());
  const page = await openMeasuredPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
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
        'more than 60 earlier checks, so that the list has all it keeps of an endpoint from the start. Chromium runs headless without a GPU, ' +
        '1280 × 800, on the same machine as the server and the targets. Interaction to next paint is the longest Event Timing entry of ' +
        `a turn, rounded to 8 ms; ${TURNS} turns.`,
    ],
    leftOut: [],
  };
}

export const renderer: BenchCase = { name: 'renderer', title: 'The page', run };

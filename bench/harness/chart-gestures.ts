/** A person's gestures on the charts of an endpoint, and the frames that the page draws meanwhile. */
import type { CDPSession, Page } from 'playwright-core';
import { countFrames, readMetrics, type Frames } from './browser.ts';
import { sleep } from './test-bed.ts';

/** The position and size of a chart, in pixels of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shows an hour with all charts of the endpoint, so that a gesture moves all of them. */
export async function showCharts(page: Page): Promise<Box> {
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
export async function zoomByDragging(page: Page, { x, y, width, height }: Box): Promise<void> {
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, y + height / 2, { steps: 8 });
  await page.mouse.up();
}

const GESTURE_MS = 3000;
const INPUT_EVERY_MS = 16;

export interface GestureFrames extends Frames {
  /** Busy time of the main thread, in milliseconds. */
  readonly busyMs: number;
}

/** Counts frames during a gesture. @param input sends the input of each step */
async function gestureFrames(
  page: Page,
  session: CDPSession,
  input: (step: number) => Promise<void>,
): Promise<GestureFrames> {
  const before = await readMetrics(session, false);
  const frames = countFrames(page, GESTURE_MS);
  const until = performance.now() + GESTURE_MS;
  for (let step = 0; performance.now() < until; step += 1) {
    await input(step);
    await sleep(INPUT_EVERY_MS);
  }
  const counted = await frames;
  const after = await readMetrics(session, false);
  const total = (counted.perSecond * GESTURE_MS) / 1000;
  return { ...counted, busyMs: ((after.taskSeconds - before.taskSeconds) * 1000) / total };
}

/** Counts frames while the time axis is dragged to and fro. */
export async function panFrames(page: Page, session: CDPSession, { x, y, width, height }: Box): Promise<GestureFrames> {
  const axis = y + height - 8;
  await page.mouse.move(x + width / 2, axis);
  await page.mouse.down();
  const counted = await gestureFrames(page, session, (step) =>
    page.mouse.move(x + width / 2 + (width / 4) * Math.sin(step / 20), axis),
  );
  await page.mouse.up();
  return counted;
}

/** The pixels that one step of a wheel or touchpad reports. */
const WHEEL_PIXELS = 40;

/** The number of wheel steps that zoom in, and then out again. */
const WHEEL_TURN = 24;

/** Counts frames while the wheel zooms into the chart and out of it. */
export async function wheelFrames(
  page: Page,
  session: CDPSession,
  { x, y, width, height }: Box,
): Promise<GestureFrames> {
  await page.mouse.move(x + width * 0.6, y + height / 2);
  return gestureFrames(page, session, (step) =>
    page.mouse.wheel(0, Math.floor(step / WHEEL_TURN) % 2 === 0 ? -WHEEL_PIXELS : WHEEL_PIXELS),
  );
}

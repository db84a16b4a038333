/** Does one action on a page, and waits for what it needs. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { fill } from '../../fields/templates.ts';
import type { Action } from './actions.ts';
import type { Place } from './place.ts';
import { ProtocolError, toData } from './chromium.ts';
import { browserFailure } from './failures.ts';
import { choose, focus, isThere, locate } from './in-page.ts';
import type { Page } from './page.ts';

/** How long an action waits for its element or text. */
const PATIENCE_MS: Ms = 10_000;

export interface PerformOptions {
  readonly values: ReadonlyMap<string, string>;
  /** The number of the action, from 1. */
  readonly number: number;
}

/** @returns why it could not be done; null: it was done */
export async function perform(page: Page, action: Action, { values, number }: PerformOptions): Promise<Failure | null> {
  const failed = (reason: string, url?: string) =>
    browserFailure(
      'browser.action',
      { number, action: action.text, reason, ...(url === undefined ? {} : { url }) },
      PHASE,
    );
  const filled = (place: Place): Place => ({ ...place, value: fill(place.value, values) });
  try {
    switch (action.type) {
      case 'open':
        return (await page.load(fill(action.url, values))) === null ? null : failed('load');
      case 'wait':
        await page.pause(action.ms);
        return null;
      case 'press':
        await press(page, action.key);
        return null;
      case 'click': {
        const at = await until(page, async () => toPoint(await page.evaluate(locate(filled(action.place)))));
        if (at === null) return failed('missing');
        await click(page, at);
        return null;
      }
      case 'type': {
        const place = filled(action.place);
        const text = fill(action.value, values);
        const focused = await until(page, async () => {
          const answer = await page.evaluate(focus(place, text));
          return answer === true || answer === 'filled' ? answer : null;
        });
        if (focused === null) return failed('missing');
        if (focused === true) await page.send('Input.insertText', { text });
        return null;
      }
      case 'select': {
        const script = choose(filled(action.place), fill(action.value, values));
        const chosen = await until(page, async () => ((await page.evaluate(script)) === true ? true : null));
        return chosen === null ? failed('option') : null;
      }
      case 'waitFor':
      case 'expect': {
        const place = filled(action.place);
        const found = await until(page, async () => ((await page.evaluate(isThere(place))) === true ? true : null));
        return found === null ? failed('missing') : null;
      }
      case 'expectNo': {
        const place = filled(action.place);
        const gone = await until(page, async () => ((await page.evaluate(isThere(place))) === false ? true : null));
        return gone === null ? failed('present') : null;
      }
      case 'expectUrl': {
        const part = fill(action.part, values);
        const found = await until(page, async () => (page.url.includes(part) ? true : null));
        return found === null ? failed('url', page.url.slice(0, 300)) : null;
      }
    }
  } catch (error) {
    // A selector that does not parse.
    if (error instanceof ProtocolError && error.message.includes('SyntaxError')) return failed('selector');
    throw error;
  }
}

const PHASE = { phase: 'actions' } as const;

/** Asks until there is an answer. While a page is replaced by another one, it cannot be asked. */
async function until<T>(page: Page, ask: () => Promise<T | null>): Promise<T | null> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      if (!(error instanceof ProtocolError) || !/context|navigat|target/iu.test(error.message)) throw error;
    }
    if (performance.now() > end) return null;
    await page.pause();
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function toPoint(value: unknown): Point | null {
  const { x, y } = toData(value);
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
}

async function click(page: Page, at: Point): Promise<void> {
  const button = { ...at, button: 'left', clickCount: 1 };
  await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at });
  await page.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...button });
  await page.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
}

/** The virtual key codes of Windows, which the protocol has on every system. */
const CODES: Readonly<Record<string, { readonly code: number; readonly text?: string }>> = {
  Enter: { code: 13, text: '\r' },
  Tab: { code: 9 },
  Escape: { code: 27 },
  Space: { code: 32, text: ' ' },
  Backspace: { code: 8 },
  ArrowDown: { code: 40 },
  ArrowUp: { code: 38 },
};

async function press(page: Page, key: string): Promise<void> {
  const { code = 0, text } = CODES[key] ?? {};
  const shared = { key: key === 'Space' ? ' ' : key, code: key, windowsVirtualKeyCode: code };
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...shared, ...(text === undefined ? {} : { text }) });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shared });
}

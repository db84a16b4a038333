/** Records a journey by clicking in real Chromium on a page of a loopback server, and does it again as a check. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available } from '../../../../../test/servers/process.ts';
import type { RecordingWindow, OpenRecordingWindow } from '../../../ports.ts';
import type { RecordedSteps } from '../../kind-recorder.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { hasDisplay, openChromiumWindow, windowOf } from './chromium-window.ts';
import { browserSchema } from './fields.ts';
import { findBrowser } from '../../../base/find-browser.ts';
import { record } from './record.ts';
import { servePages, type PageServer } from './testing/serve-pages.ts';

const browser = await findBrowser();
const { skip, reason } = available(browser === null ? { '/usr/bin/chromium': 'chromium' } : {});

/** A busy machine may need long; a longer limit only delays failures. */
const PATIENCE = { timeout: 60_000, interval: 20 };

const LOGIN = `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
<nav><a href="/help" target="_blank">Help</a></nav>
<form action="/cart" method="post">
  <label>User name <input name="user"></label>
  <label for="pw">Password</label><input id="pw" name="password" type="password">
  <label for="country">Country</label><select id="country" name="country"><option>Spain</option><option value="it">Italy</option></select>
  <label><input type="checkbox" name="terms"> I agree</label>
  <button>Sign in</button>
</form>`;
const CART = (
  user: string,
  country: string,
  terms: string,
) => `<!doctype html><title>Cart</title><link rel="icon" href="data:,">
<h1>Welcome, ${user} of ${country}${terms}</h1>
<ul><li><span>Tea</span> <button data-testid="remove-tea">×</button></li><li><span>Milk</span> <button data-testid="remove-milk">×</button></li></ul>
<div id="x1"></div><p hidden id="gone">Removed</p>
<script>document.querySelector('[data-testid=remove-milk]').onclick = () => { document.querySelector('#gone').hidden = false; };</script>`;

describe.skipIf(skip)(`in Chromium${reason}`, () => {
  let server: PageServer;
  let base: string;

  beforeAll(async () => {
    server = await servePages(({ url, form, response }) => {
      if (url !== '/cart') return response.end(LOGIN);
      const signedIn = form.get('password') === 'hunter2';
      const user = signedIn ? (form.get('user') ?? '') : 'nobody';
      return response.end(CART(user, form.get('country') ?? '', form.has('terms') ? '!' : '?'));
    });
    ({ base } = server);
  });

  afterAll(() => server.dispose());

  /** Starts recording in a headless window, in which the test acts as a person would. */
  async function begin(path: string) {
    const ending = new AbortController();
    const opened = Promise.withResolvers<RecordingWindow>();
    const openWindow: OpenRecordingWindow = async (options) => {
      const window = await windowOf(browser ?? '', { ...options, isVisible: false });
      opened.resolve(window);
      return window;
    };
    let last: RecordedSteps = { config: { actions: '' }, lost: [] };
    const onChange = (recorded: RecordedSteps) => {
      last = recorded;
    };
    const fields = browserSchema.parse({ url: `${base}${path}` });
    const done = record(fields, { signal: ending.signal, openWindow, onChange });
    const window = await opened.promise;
    const actions = () => (last.config['actions'] as string).trim().split('\n');
    return {
      window,
      done,
      actions,
      get recorded() {
        return last;
      },
      stop: async () => {
        ending.abort();
        await done;
      },
      /** Waits until an action is recorded. */
      async until(action: string) {
        await expect.poll(actions, PATIENCE).toContain(action);
      },
      async click(selector: string, modifiers = 0) {
        const { x, y } = await pointOf(window, selector);
        const button = { x, y, button: 'left', clickCount: 1, modifiers };
        await window.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...button });
        await window.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
      },
      async type(text: string) {
        for (const key of text) await window.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
      },
    };
  }

  async function evaluate(window: RecordingWindow, expression: string): Promise<unknown> {
    const { result } = await window.send('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { value?: unknown }).value;
  }

  /** The center of an element, once it exists. */
  async function pointOf(window: RecordingWindow, selector: string): Promise<{ x: number; y: number }> {
    for (;;) {
      const point = await evaluate(
        window,
        `(() => { const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
          return document.readyState === 'complete' && box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null; })()`,
      ).catch(() => null);
      if (point !== null && point !== undefined) return point as { x: number; y: number };
    }
  }

  const ALT = 1;

  it('records clicks, texts and choices, never a password, and the check does the same', async () => {
    const recording = await begin('/');
    const { window } = recording;
    await recording.click('[name=user]');
    await recording.type('Ann');
    await recording.click('#pw');
    await recording.type('hunter2');
    await pointOf(window, '#country');
    await evaluate(window, `document.querySelector('#country').focus()`);
    // Chromium changes a closed list with the arrow keys.
    await window.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'ArrowDown', windowsVirtualKeyCode: 40 });
    await recording.until('select label "Country" Italy');
    await recording.click('[name=terms]');
    await recording.click('button');
    await recording.click('h1', ALT);
    await recording.until('expect role heading "Welcome, Ann of it!"');
    await recording.click('[data-testid=remove-milk]');
    await recording.until('click testid "remove-milk"');
    await recording.click('#gone', ALT);
    await recording.until('expect text "Removed"');
    await recording.stop();
    expect(recording.actions()).toEqual([
      'type label "User name" Ann',
      'type label "Password" {{password}}',
      'select label "Country" Italy',
      'click label "I agree"',
      'click role button "Sign in"',
      'expect url contains /cart',
      'expect role heading "Welcome, Ann of it!"',
      'click testid "remove-milk"',
      'expect text "Removed"',
    ]);
    const { config, lost } = recording.recorded;
    expect(config['values']).toEqual({ password: '' });
    expect(lost).toEqual([]);
    expect(JSON.stringify(recording.recorded)).not.toContain('hunter2');

    const again = { kind: 'browser', url: `${base}/`, actions: config['actions'] ?? '' };
    expect((await checkOnce({ ...again, values: { password: 'hunter2' } })).failure).toBeNull();
  });

  it('records Enter instead of the click that the browser makes of it, and addresses that the person enters', async () => {
    const recording = await begin('/');
    await recording.click('[name=user]');
    await recording.type('Bob');
    await recording.window.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key: 'Enter',
      text: '\r',
      windowsVirtualKeyCode: 13,
    });
    await recording.until('expect url contains /cart');
    await recording.window.send('Page.navigate', { url: `${base}/help` });
    await recording.until(`open ${base}/help`);
    await recording.stop();
    expect(recording.actions()).toEqual([
      'type label "User name" Bob',
      'press Enter',
      'expect url contains /cart',
      `open ${base}/help`,
    ]);
  });

  it('says what it cannot record', async () => {
    const recording = await begin('/');
    await recording.click('nav a');
    await recording.until('click role link "Help"');
    const lost = () => recording.recorded.lost.map(({ reason: why }) => why);
    await expect.poll(lost, PATIENCE).toEqual(['window']);
    await recording.stop();
  });

  it('ends when the window is closed, and leaves nothing behind', async () => {
    const recording = await begin('/');
    await pointOf(recording.window, 'h1, form');
    // The browser may end before it answers, which is what the test wants.
    await recording.window.send('Page.close', {}).catch(() => undefined);
    await recording.done;
    await expect(recording.window.send('Page.enable', {})).rejects.toThrow('The browser has ended');
  });

  it('ends like a stop when the person closes the window while its first page loads', async () => {
    const gone = Promise.withResolvers<void>();
    const openWindow: OpenRecordingWindow = () =>
      Promise.resolve({
        send: async (method: string) => {
          if (method !== 'Page.navigate') return {};
          gone.resolve();
          await gone.promise;
          throw new Error('target closed while handling command');
        },
        listen: () => undefined,
        closed: gone.promise,
        close: () => Promise.resolve(),
      });
    const fields = browserSchema.parse({ url: 'http://127.0.0.1:1/' });
    const { signal } = new AbortController();
    await expect(record(fields, { signal, openWindow, onChange: () => undefined })).resolves.toBeUndefined();
  });

  it('reports a page that cannot be loaded', async () => {
    const openWindow: OpenRecordingWindow = (options) => windowOf(browser ?? '', { ...options, isVisible: false });
    const fields = browserSchema.parse({ url: 'http://127.0.0.1:1/' });
    const { signal } = new AbortController();
    await expect(record(fields, { signal, openWindow, onChange: () => undefined })).rejects.toMatchObject({
      failure: { phase: 'load' },
    });
  });
});

describe('a window of the browser of this machine', () => {
  it('needs a desktop on Linux', async () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    const options = { width: 800, height: 600, verifyTls: true };
    await expect(openChromiumWindow(options, { platform: 'linux', env: {} })).rejects.toMatchObject({
      reason: 'cannotRecord',
      params: { reason: browser === null ? 'noBrowser' : 'noDisplay' },
    });
  });
});

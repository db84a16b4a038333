import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BESIDE, createEvent, DesktopDouble, WIDE } from './testing/window-double.ts';
import { BACKGROUND } from './window.ts';

const PLACE = { bounds: { x: 10, y: 20, width: 900, height: 700 }, maximized: false };

let desktop: DesktopDouble;
beforeEach(() => {
  desktop = new DesktopDouble();
});
afterEach(() => void vi.useRealTimers());

describe('the main window', () => {
  it('is created with a sandboxed page, and shown only when there is something to see', async () => {
    const window = await desktop.open();
    expect(window.options).toMatchObject({
      show: false,
      width: 1280,
      height: 800,
      minWidth: 800,
      minHeight: 600,
      webPreferences: {
        preload: '/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    // All of them: what is not here keeps Electron's safe default.
    expect(Object.keys(window.options.webPreferences ?? {}).toSorted()).toEqual([
      // Only for sounds: alerts play them before anybody has clicked in the window.
      'autoplayPolicy',
      'contextIsolation',
      'nodeIntegration',
      'preload',
      'sandbox',
      'spellcheck',
      'webSecurity',
      'webviewTag',
    ]);
    expect(window.loaded).toEqual(['app://lookout/index.html']);
    expect(window.calls).toEqual(['show', 'focus']);
  });

  it('opens where it was, with its last view', async () => {
    const main = { bounds: { x: 5, y: 6, width: 1000, height: 900 }, maximized: true, path: '/health' };
    const window = await desktop.open(JSON.stringify({ main }));
    expect(window.loaded).toEqual(['app://lookout/index.html#/health']);
    expect(window.options).toMatchObject({ x: 5, y: 6, width: 1000, height: 900 });
    expect(window.calls).toEqual(['maximize', 'show', 'focus']);
  });

  it('is maximized only when it is shown, because that would show it empty', async () => {
    const main = { ...PLACE, maximized: true, path: '' };
    const windows = await desktop.start(JSON.stringify({ main }));
    desktop.paints = false;
    vi.useFakeTimers();
    const opened = windows.open();
    await vi.advanceTimersByTimeAsync(999);
    expect(desktop.main.calls).toEqual([]);
    desktop.main.close();
    expect(desktop.lastWritten['main']).toEqual(main);
    await opened;
  });

  it('is shown a second after its page has loaded, even if Electron never reports that it has painted', async () => {
    const windows = await desktop.start();
    desktop.paints = false;
    vi.useFakeTimers();
    const opened = windows.open();
    await vi.advanceTimersByTimeAsync(999);
    expect(desktop.main.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await opened;
    expect(desktop.main.calls).toEqual(['show', 'focus']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has the color of the theme, also when the theme changes', async () => {
    desktop.theme.shouldUseDarkColors = true;
    const window = await desktop.open();
    const dark = window.options.backgroundColor;
    desktop.theme.shouldUseDarkColors = false;
    desktop.theme.emit('updated');
    expect(window.calls.at(-1)).toMatch(/^#/);
    expect(window.calls.at(-1)).not.toBe(dark);
  });

  it('has the colors of the page', async () => {
    const tokens = await readFile(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');
    expect(tokens).toContain(`--bg: light-dark(${BACKGROUND.light}, ${BACKGROUND.dark});`);
  });

  it('exists once, however often it is opened, and navigates to each path', async () => {
    const windows = await desktop.start();
    await Promise.all([windows.open('/health'), windows.open('/endpoint/1')]);
    await windows.open('/settings');
    await windows.open();
    expect(desktop.windows).toHaveLength(1);
    expect(desktop.main.loaded).toEqual(['app://lookout/index.html#/health']);
    expect(desktop.main.webContents.sent).toEqual([
      ['lookout:navigate', '/endpoint/1'],
      ['lookout:navigate', '/settings'],
    ]);
  });

  it('is loaded without being shown for a sound, if there is no window, and shown when it is opened', async () => {
    const windows = await desktop.start();
    await Promise.all([windows.prepare(), windows.prepare()]);
    expect(desktop.windows).toHaveLength(1);
    expect(desktop.main.loaded).toEqual(['app://lookout/index.html']);
    expect(desktop.main.calls).toEqual([]);
    await windows.open();
    expect(desktop.windows).toHaveLength(1);
    expect(desktop.main.calls).toEqual(['show', 'focus']);
  });

  it('is destroyed when its page cannot be loaded; the next open creates another one', async () => {
    const windows = await desktop.start();
    desktop.failing = true;
    await expect(windows.open()).rejects.toThrow('ERR_FILE_NOT_FOUND');
    desktop.failing = false;
    await windows.open();
    expect(desktop.windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  it('hides on close when the tray keeps it; its place is remembered either way', async () => {
    const window = await desktop.open();
    desktop.hidesOnClose = true;
    const hiding = createEvent();
    window.emit('close', hiding);
    expect(hiding.prevented).toBe(true);
    await expect.poll(() => window.calls.at(-1)).toBe('hide');
    desktop.hidesOnClose = false;
    const closing = createEvent();
    window.emit('close', closing);
    expect(closing.prevented).toBe(false);
    expect(desktop.lastWritten['main']).toEqual({ ...PLACE, path: '' });
    expect(desktop.firstHides).toBe(1);
  });

  it('closes when the tray shows no icon, so that it could not be opened again', async () => {
    const window = await desktop.open();
    desktop.hidesOnClose = true;
    desktop.showsTray = false;
    window.close();
    await expect.poll(() => window.destroyed).toBe(true);
    expect(window.calls).not.toContain('hide');
    expect(desktop.firstHides).toBe(0);
  });

  it('closes when quitting begins while the tray is asked', async () => {
    const window = await desktop.open();
    desktop.hidesOnClose = true;
    window.close();
    window.close();
    desktop.hidesOnClose = false;
    await expect.poll(() => window.destroyed).toBe(true);
    expect(window.calls).not.toContain('hide');
  });

  it('leaves full screen before it hides', async () => {
    const window = await desktop.open();
    desktop.hidesOnClose = true;
    window.fullScreen = true;
    window.close();
    await expect.poll(() => window.fullScreen).toBe(false);
    expect(window.calls).not.toContain('hide');
    window.emit('leave-full-screen');
    expect(window.calls.at(-1)).toBe('hide');
  });

  it('is destroyed by dispose, and does not open again', async () => {
    const windows = await desktop.start();
    await windows.open();
    desktop.hidesOnClose = true;
    await windows.dispose();
    await windows.open();
    expect(desktop.main.destroyed).toBe(true);
    expect(desktop.windows).toHaveLength(1);
    expect(desktop.written).toHaveLength(1);
    expect(desktop.theme.eventNames()).toEqual([]);
    expect(desktop.screen.eventNames()).toEqual([]);
  });

  it('explains the tray only the first time that it is hidden there', async () => {
    const window = await desktop.open(JSON.stringify({ trayExplained: true }));
    desktop.hidesOnClose = true;
    window.close();
    await expect.poll(() => window.calls.at(-1)).toBe('hide');
    expect(desktop.firstHides).toBe(0);
  });

  it('moves to another screen when its own is removed', async () => {
    const window = await desktop.open();
    desktop.displays = [WIDE, BESIDE];
    window.bounds = { x: 2000, y: 100, width: 900, height: 700 };
    desktop.screen.emit('display-metrics-changed');
    expect(window.bounds.x).toBe(2000);
    desktop.displays = [WIDE];
    desktop.screen.emit('display-removed');
    expect(window.bounds).toEqual({ x: 510, y: 190, width: 900, height: 700 });
  });

  it('remembers its view', async () => {
    const { webContents } = await desktop.open();
    webContents.emit('did-navigate-in-page', {}, 'app://lookout/index.html#/incidents', true);
    expect(desktop.lastWritten['main']).toEqual({ ...PLACE, path: '/incidents' });
  });
});

describe("an endpoint's window", () => {
  const path = '/endpoint/e1';

  it('exists once per endpoint, with the same restrictions as the main window, and never hides', async () => {
    const windows = await desktop.start();
    await windows.open();
    await windows.openDetail(path, true);
    await windows.openDetail(path);
    await windows.openDetail('/endpoint/e2');
    const [main, detail] = desktop.windows;
    expect(desktop.windows.map(({ loaded }) => loaded)).toEqual([
      ['app://lookout/index.html'],
      [`app://lookout/index.html#${path}`],
      ['app://lookout/index.html#/endpoint/e2'],
    ]);
    expect(desktop.windows.map(({ onTop }) => onTop)).toEqual([false, true, false]);
    expect(detail?.options.webPreferences).toEqual(main?.options.webPreferences);
    desktop.hidesOnClose = true;
    const closing = createEvent();
    detail?.emit('close', closing);
    expect(closing.prevented).toBe(false);
    expect(desktop.lastWritten['details']).toMatchObject({ [path]: { open: false, alwaysOnTop: true } });
  });

  it('is refused for other paths', async () => {
    const windows = await desktop.start();
    for (const other of ['/settings', '/endpoint/', 'https://example.org/', '/endpoint/a#b']) {
      await expect(windows.openDetail(other)).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'path' }] });
    }
    expect(desktop.windows).toEqual([]);
  });

  it('stays above other windows when its page asks for it', async () => {
    const windows = await desktop.start();
    await windows.open();
    await windows.openDetail(path);
    const [main, detail] = desktop.windows.map(({ webContents }) => webContents.id);
    if (main === undefined || detail === undefined) throw new Error('There are not two windows');
    expect(windows.describe(main)).toEqual({ main: true, alwaysOnTop: false });
    expect(windows.keepOnTop(detail, true)).toEqual({ main: false, alwaysOnTop: true });
    expect(desktop.windows.map(({ onTop }) => onTop)).toEqual([false, true]);
    expect(desktop.lastWritten['details']).toMatchObject({ [path]: { open: true, alwaysOnTop: true } });
    expect(() => windows.describe(99)).toThrow('windowClosing');
  });

  it('opens again at the next start when it was open at the end', async () => {
    const before = await desktop.start();
    await before.openDetail(path, true);
    await before.dispose();
    const again = await desktop.start(desktop.written.at(-1));
    await again.reopenDetails();
    expect(desktop.windows).toHaveLength(2);
    expect(desktop.windows[1]?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700, alwaysOnTop: true });
  });
});

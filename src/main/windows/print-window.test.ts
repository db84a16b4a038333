import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { createPrintWindows } from './print-window.ts';

const PDF = Buffer.from('%PDF-1.7');

class ContentsDouble extends EventEmitter {
  readonly printed: unknown[] = [];
  answer: Promise<Buffer> = Promise.resolve(PDF);
  openHandler: () => unknown = () => undefined;
  setWindowOpenHandler = (handler: ContentsDouble['openHandler']): void => void (this.openHandler = handler);
  printToPDF = (options: object): Promise<Buffer> => {
    this.printed.push(options);
    return this.answer;
  };
}

class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble();
  destroyed = false;
  /** The document that it loaded, and the file of it. */
  loaded = { file: '', html: '' };
  isDestroyed = (): boolean => this.destroyed;
  loadURL = async (url: string): Promise<void> => {
    const file = fileURLToPath(url);
    this.loaded = { file, html: readFileSync(file, 'utf8') };
  };
  destroy = (): void => {
    this.destroyed = true;
    this.emit('closed');
  };
}

function setUp(prepare: (window: WindowDouble) => void = () => undefined, limitMs?: number) {
  const windows: WindowDouble[] = [];
  const options: BrowserWindowConstructorOptions[] = [];
  const print = createPrintWindows({
    createWindow: (given) => {
      const window = new WindowDouble();
      prepare(window);
      windows.push(window);
      options.push(given);
      return window as unknown as BrowserWindow;
    },
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  return { print, windows, options };
}

const never = (window: WindowDouble): void => void (window.webContents.answer = new Promise(() => undefined));

it('prints in a hidden window without privileges, and leaves no window or file behind', async () => {
  const { print, windows, options } = setUp();
  expect(await print('<h1>Report</h1>')).toBe(PDF);
  const [window] = windows;
  expect(window?.loaded.html).toBe('<h1>Report</h1>');
  expect(window?.webContents.printed).toEqual([{ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }]);
  expect(window?.destroyed).toBe(true);
  expect(existsSync(window?.loaded.file ?? '')).toBe(false);
  expect(options).toEqual([
    {
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    },
  ]);
});

it('ends at once when it is cancelled while its file is written', async () => {
  const cancelling = new AbortController();
  // Without a limit of its own, it would never end.
  const { print, windows } = setUp(
    (window) => {
      never(window);
      cancelling.abort(new Error('Cancelled'));
    },
    2 ** 31 - 1,
  );
  await expect(print('', cancelling.signal)).rejects.toThrow('Cancelled');
  expect(windows[0]?.destroyed).toBe(true);
});

it('does not navigate and opens no window', async () => {
  const { print, windows } = setUp();
  await print('');
  const contents = windows[0]?.webContents;
  const event = { prevented: false, preventDefault: () => void (event.prevented = true) };
  contents?.emit('will-frame-navigate', event);
  expect([event.prevented, contents?.openHandler()]).toEqual([true, { action: 'deny' }]);
});

it('stops when it is cancelled, and then prints the next one', async () => {
  let count = 0;
  const { print, windows } = setUp((window) => {
    if (count++ === 0) never(window);
  });
  const controller = new AbortController();
  const first = print('', controller.signal);
  const second = print('');
  await expect.poll(() => windows[0]?.webContents.printed.length).toBe(1);
  expect(windows).toHaveLength(1);
  controller.abort(new Error('cancelled'));
  await expect(first).rejects.toThrow('cancelled');
  expect(windows[0]?.destroyed).toBe(true);
  expect(await second).toBe(PDF);
});

it('does not begin a document that was cancelled while it waited', async () => {
  const { print, windows } = setUp();
  await expect(print('', AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
  expect(windows).toEqual([]);
});

it.each<readonly [string, (window: WindowDouble) => void]>([
  ['The window was closed', (window) => window.emit('closed')],
  ['crashed', (window) => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })],
])('fails when its window is gone: %s', async (problem, end) => {
  const { print, windows } = setUp(never);
  const ending = async (): Promise<void> => {
    await expect.poll(() => windows[0]?.webContents.printed.length).toBe(1);
    if (windows[0] !== undefined) end(windows[0]);
  };
  const [printed] = await Promise.allSettled([print(''), ending()]);
  expect(printed).toMatchObject({ reason: { problem: { code: 'pdf.failed', params: { problem } } } });
});

it('fails when printing takes too long, or is refused', async () => {
  const slow = setUp(never, 20);
  await expect(slow.print('')).rejects.toMatchObject({
    problem: { params: { problem: 'Nothing was printed in 0.02 s' } },
  });
  const refused = setUp((window) => {
    window.webContents.printToPDF = () => Promise.reject(new Error('Printing failed'));
  });
  await expect(refused.print('')).rejects.toMatchObject({ problem: { params: { problem: 'Printing failed' } } });
  expect(refused.windows[0]?.destroyed).toBe(true);
});

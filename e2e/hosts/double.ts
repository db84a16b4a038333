import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startUnderDouble, type DoubleApp } from '../electron-double/control/client.ts';
import type { DoubleSettings } from '../electron-double/runtime.ts';
import { dataFolder } from './data-folder.ts';
import { whyNoBrowser } from './headless.ts';
import { PAGE_TIMEOUT_MS, SLOWDOWN, slowDown, type Desktop, type Host, type HostOptions } from './host.ts';

/** The desktop app with the double of Electron's runtime. */
export interface DoubleHost extends Host {
  readonly name: 'double';
  readonly desktop: Desktop;
  readonly app: DoubleApp;
  /**
   * Connects to the page of a window, which becomes `page`: a newly opened window, or one whose page crashed and was
   * reloaded.
   * @param windowId absent: the first window
   */
  attach(windowId?: number): Promise<Page>;
}

export interface DoubleOptions extends HostOptions {
  /** The program of a packaged app; absent: the app built in this checkout. */
  readonly program?: string;
  readonly settings?: DoubleSettings;
  /** True: it starts in the tray, and `page` exists only after `attach`. */
  readonly hidden?: boolean;
}

/** Why the double cannot run here; empty: it can. */
export const whyNoDouble =
  process.platform === 'win32'
    ? 'the double is a shell script'
    : existsSync('out/main/index.js')
      ? whyNoBrowser
      : 'needs "npm run build"';

/** @throws when the app ends before its window is ready */
export async function startDouble(options: DoubleOptions = {}): Promise<DoubleHost> {
  const folder = await dataFolder(options.dataDir);
  const dataDir = folder.path;
  const problems: string[] = [];
  let app: DoubleApp;
  let browser: Browser | null = null;
  let page: Page | null = null;

  async function start(): Promise<void> {
    const { program, colorScheme = 'light', hidden = false, args = [], env = {}, settings = {} } = options;
    app = await startUnderDouble({
      app: program === undefined ? '.' : { program },
      args: ['--data-dir', dataDir, ...(hidden ? ['--hidden'] : []), ...args],
      settings: { colorScheme, reducedMotion: true, ...(SLOWDOWN > 1 ? { slowdown: SLOWDOWN } : {}), ...settings },
      env,
    });
    if (hidden) return;
    await app.loaded();
    const { width, height } = options.viewport ?? { width: 1280, height: 800 };
    await app.desktop.windows.setBounds({ width, height });
    await attach();
  }

  async function attach(windowId?: number): Promise<Page> {
    // Connects again each time: the previous connection may hold a crashed page, which never recovers there.
    await browser?.close();
    browser = await chromium.connectOverCDP(await app.chromium, { noDefaults: true, timeout: PAGE_TIMEOUT_MS });
    const windows = await app.desktop.windows.list();
    const window = windowId === undefined ? windows[0] : windows.find(({ id }) => id === windowId);
    if (window === undefined) throw new Error(`There is no window${windowId === undefined ? '' : ` ${windowId}`}`);
    page = await pageOf(browser, window.targetId);
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await slowDown(page);
    page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    return page;
  }

  async function end(): Promise<number | null> {
    const code = await app.quit();
    problems.push(...app.problems.map((problem) => `double: ${problem}`));
    await browser?.close();
    browser = null;
    page = null;
    return code;
  }

  await start();
  return {
    name: 'double',
    dataDir,
    get problems() {
      return [...problems, ...app.problems.map((problem) => `double: ${problem}`)];
    },
    get app() {
      return app;
    },
    get desktop() {
      return app.desktop;
    },
    get page() {
      if (page === null) throw new Error('No window is attached');
      return page;
    },
    attach,
    async restart() {
      await end();
      await start();
    },
    async stop() {
      const code = await end();
      await folder.remove();
      return code;
    },
  };
}

async function pageOf(browser: Browser, targetId: string): Promise<Page> {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      const session = await context.newCDPSession(page);
      const { targetInfo } = await session.send('Target.getTargetInfo');
      await session.detach();
      if (targetInfo.targetId === targetId) return page;
    }
  }
  throw new Error('Chromium does not have the page of the window');
}

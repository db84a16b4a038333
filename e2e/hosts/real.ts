import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { dataFolder } from './data-folder.ts';
import { PAGE_TIMEOUT_MS, type Host, type HostOptions } from './host.ts';

const FOLDER = 'node_modules/electron';

function findProgram(): string | null {
  try {
    const program = join(FOLDER, 'dist', readFileSync(join(FOLDER, 'path.txt'), 'utf8'));
    return existsSync(program) ? program : null;
  } catch {
    // `path.txt` is written when the runtime is downloaded, so it was not.
    return null;
  }
}

function why(): string {
  if (findProgram() === null) return 'Electron’s runtime is missing (npx install-electron)';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root';
  return '';
}

/** Why Electron itself cannot run here; empty: it can. */
export const whyNotReal = why();

/** The desktop app with Electron itself. */
export async function startReal(options: HostOptions = {}): Promise<Host> {
  const executablePath = findProgram();
  if (executablePath === null) throw new Error(`Electron cannot run: ${whyNotReal}`);
  const folder = await dataFolder(options.dataDir);
  const dataDir = folder.path;
  const problems: string[] = [];
  let app: ElectronApplication;
  let page: Page;

  async function start(program: string): Promise<void> {
    const { ELECTRON_RENDERER_URL: _devServer, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
    app = await _electron.launch({
      executablePath: program,
      args: ['.', '--data-dir', dataDir, ...(options.args ?? [])],
      env: { ...(env as Record<string, string>), ...options.env },
      colorScheme: options.colorScheme ?? 'light',
      // Without it, Playwright adds --no-sandbox.
      chromiumSandbox: true,
    });
    page = await app.firstWindow();
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const window = await app.browserWindow(page);
    await window.evaluate((shown, { width, height }) => shown.setContentSize(width, height), {
      ...(options.viewport ?? { width: 1280, height: 800 }),
    });
  }

  async function end(): Promise<number | null> {
    const child = app.process();
    const closed = app.waitForEvent('close');
    // The reply is lost when the app quits at once.
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
    await closed;
    return child.exitCode;
  }

  await start(executablePath);
  return {
    name: 'electron',
    dataDir,
    problems,
    get page() {
      return page;
    },
    async restart() {
      await end();
      await start(executablePath);
    },
    async stop() {
      const code = await end();
      await folder.remove();
      return code;
    },
  };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright-core';
import { CHROMIUM, CHROMIUM_ARGS } from './chromium-program.ts';
import { dataFolder } from './data-folder.ts';
import { delayRequests, PAGE_TIMEOUT_MS, slowDown, type Host, type HostOptions } from './host.ts';

/** Why the browser tests cannot run here; empty: they can. In CI a missing browser is a failure, not a reason to skip. */
export const whyNoBrowser =
  CHROMIUM === undefined && process.env['CI'] === undefined ? 'needs Chromium (Debian: chromium)' : '';

/** The page of `lookout serve` in Debian's Chromium. */
export async function startHeadless(options: HostOptions = {}): Promise<Host> {
  const folder = await dataFolder(options.dataDir);
  const dataDir = folder.path;
  const browser = await openBrowser();
  const problems: string[] = [];
  let server = await serve(dataDir, options);
  let page = await openPage(browser, server.address, options, problems);

  return {
    name: 'headless',
    dataDir,
    problems,
    get page() {
      return page;
    },
    async restart() {
      await page.context().close();
      await end(server.child);
      server = await serve(dataDir, options);
      page = await openPage(browser, server.address, options, problems);
    },
    async stop() {
      await browser.close();
      const code = await end(server.child);
      await folder.remove();
      return code;
    },
  };
}

async function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('Chromium is missing: install Debian’s package chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS],
    timeout: PAGE_TIMEOUT_MS,
  });
}

async function openPage(browser: Browser, address: string, options: HostOptions, problems: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  await slowDown(page);
  await delayRequests(page);
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.goto(address);
  return page;
}

/** `lookout serve` without a browser, at the address that it prints, which has its token. */
export async function serve(
  dataDir: string,
  { args = [], env = {} }: HostOptions,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(
    process.execPath,
    ['out/headless/cli.js', 'serve', '--data-dir', dataDir, '--port', '0', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOOKOUT_LOG: 'warn', ...env },
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Lookout is at (\S+)$/u.exec(line)?.[1];
    if (address !== undefined) return { child, address };
  }
  throw new Error(`lookout serve ended before it was ready: ${stderr}`);
}

/** Stops it as its user would. @returns the exit code */
export async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  return child.exitCode;
}

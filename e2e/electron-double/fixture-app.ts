/** Starts the fixture app under the double. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { removeFolder } from '../hosts/data-folder.ts';
import { PAGE_TIMEOUT_MS } from '../hosts/host.ts';
import { startUnderDouble, type DoubleApp, type StartOptions } from './control/client.ts';

export const FIXTURE = 'e2e/electron-double/fixture';

export interface FixtureApp {
  readonly app: DoubleApp;
  readonly page: Page;
  readonly userData: string;
  /** The events that the app saw, in order. */
  seen(): Promise<unknown[][]>;
  /** The events from standard output, also after the app has ended. */
  said(): unknown[][];
  /** Calls one of the functions in the fixture's main process. */
  call(name: string): Promise<unknown>;
  /** Connects again, after a crash. */
  attach(): Promise<Page>;
  stop(): Promise<number | null>;
}

export async function startFixture(options: Partial<StartOptions> = {}): Promise<FixtureApp> {
  const userData = await mkdtemp(join(tmpdir(), 'lookout-double-'));
  const args = [`--user-data-dir=${userData}`, ...(options.args ?? [])];
  const app = await startUnderDouble({ app: FIXTURE, ...options, args });
  let browser: Browser;
  let page: Page;
  async function attach(): Promise<Page> {
    browser = await chromium.connectOverCDP(await app.chromium, { noDefaults: true, timeout: PAGE_TIMEOUT_MS });
    const first = browser
      .contexts()[0]
      ?.pages()
      .find((other) => other.url() !== 'about:blank');
    if (first === undefined) throw new Error('Expected Chromium to have a page, got none');
    page = first;
    return page;
  }
  await app.loaded();
  await attach();
  return {
    app,
    userData,
    get page() {
      return page;
    },
    seen: () => page.evaluate("fixture.invoke('seen')"),
    said: () => [...app.output().matchAll(/^saw (.*)$/gmu)].map(([, json]) => JSON.parse(json ?? '') as unknown[]),
    call: (name) => page.evaluate(`fixture.invoke('call', ${JSON.stringify(name)})`),
    attach,
    async stop() {
      const code = await app.quit();
      await browser.close();
      await removeFolder(userData);
      return code;
    },
  };
}

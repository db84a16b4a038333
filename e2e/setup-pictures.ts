/**
 * Takes the pictures of what people set up for others: sources, status pages and access. `npm run pictures` runs it, and no test does.
 *
 *   node e2e/setup-pictures.ts [FOLDER]     # default: docs/images
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { seed } from './demo.ts';
import { end, serve, startHeadless } from './hosts/headless.ts';
import { row } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

const FOLDER = process.argv[2] ?? 'docs/images';
const HOURS = 90 * 24;
const SIZE = { width: 1280, height: 800 };
/** Pixels around what is shown. */
const MARGIN = 12;

type Ask = (channel: string, args: object) => Promise<unknown>;

/** Sends a request to `lookout serve` at the address that it printed. */
function asker(address: string): Ask {
  const { origin, hash } = new URL(address);
  const authorization = `Bearer ${hash.replace('#token=', '')}`;
  return async (channel, args) => {
    const response = await fetch(`${origin}/api/${channel}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${channel}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

/** Fills a data folder with a quarter of a year of a shop. */
async function seedShop(good: Target, bad: Target): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lookout-setup-'));
  const service = (
    name: string,
    usualMs: number,
    outages: readonly (readonly [number, number])[],
    more: object = {},
  ) => ({
    endpoint: {
      kind: 'http',
      url: `${good.url}${name.toLowerCase().replaceAll(' ', '-')}`,
      name,
      group: 'Web',
      interval: '30m',
      ...more,
    },
    usualMs,
    secure: true,
    outages,
    hours: HOURS,
  });
  await seed(dataDir, [
    service('Shop', 92, [
      [200, 150],
      [1300, 60],
    ]),
    service('Search', 48, [[1310, 300]]),
    service('Accounts', 70, []),
    service('pay-eu-1', 120, [[700, 90]], { group: 'Payments', tags: ['payments'] }),
    // Its server fails now.
    service('pay-eu-2', 180, [], {
      group: 'Payments',
      tags: ['payments'],
      url: `${bad.url}pay`,
      retries: 0,
    }),
  ]);
  return dataDir;
}

async function addSite(address: string, good: Target, names: readonly string[]): Promise<void> {
  const endpoints = names.map((name) => ({
    kind: 'http',
    name,
    group: 'Web',
    url: `${good.url}${name}`,
    interval: '5s',
  }));
  await asker(address)('endpoints.create', { endpoints });
}

async function addSources(ask: Ask, berlin: string, osaka: string): Promise<void> {
  const { token } = (await asker(berlin)('tokens.create', { name: 'Main window', scope: 'operate' })) as {
    token: string;
  };
  await ask('sources.save', { source: { name: 'Berlin', address: new URL(berlin).origin, token } });
  const source = { name: 'Osaka', address: new URL(osaka).origin, token: 'lookout_revoked' };
  await ask('sources.save', { source });
}

async function addStatusPage(ask: Ask): Promise<void> {
  const hour = 3_600_000;
  await ask('statusPages.save', {
    page: {
      name: 'shop',
      title: 'Example Shop',
      description: 'What our customers use.',
      latency: true,
      sections: [
        { title: 'Website', match: { group: 'Web' }, endpoints: true },
        { title: 'Payments', match: { tag: 'payments' }, endpoints: true },
      ],
      publicNames: { 'pay-eu-1': 'Cards', 'pay-eu-2': 'Bank transfer' },
    },
  });
  const from = Date.now();
  const post = { page: 'shop', title: 'Bank transfers fail', from };
  const text = 'Bank transfers are refused. Cards work. We look into it.';
  const { id } = (await ask('statusPosts.save', { post: { ...post, state: 'investigating', text } })) as { id: string };
  const cause = 'Our bank has a problem and works on it. Orders that wait are paid as soon as it is solved.';
  await ask('statusPosts.save', { id, post: { state: 'identified', text: cause } });
  await ask('statusPosts.save', {
    post: {
      page: 'shop',
      title: 'New database servers',
      from: Date.now() + 50 * hour,
      to: Date.now() + 52 * hour,
      state: 'planned',
      text: 'The shop is closed for at most two hours.',
    },
  });
}

async function addAccess(ask: Ask): Promise<void> {
  await ask('tokens.create', { name: 'Deploy script', scope: 'operate' });
  await ask('tokens.create', { name: 'Assistant', scope: 'read' });
  await ask('settings.update', { settings: { maxConcurrent: 64 } });
}

/** Takes a picture of an element and a margin of the page around it. */
async function pictureOf(page: Page, element: Locator, name: string): Promise<void> {
  await element.evaluate((one) => one.scrollIntoView({ block: 'start' }));
  await page.mouse.move(0, 0);
  const box = await element.boundingBox();
  if (box === null) throw new Error(`${name} is not shown`);
  const [x, y] = [Math.max(0, box.x - MARGIN), Math.max(0, box.y - MARGIN)];
  const viewport = page.viewportSize() ?? SIZE;
  const clip = {
    x,
    y,
    width: Math.min(viewport.width, box.x + box.width + MARGIN) - x,
    height: Math.min(viewport.height, box.y + box.height + MARGIN) - y,
  };
  await page.screenshot({ path: join(FOLDER, name), clip, animations: 'disabled' });
}

async function takeSettings(page: Page, theme: string): Promise<void> {
  for (const [id, title, ready] of [
    ['sources', 'Sources', 'Refused since'],
    ['statusPages', 'Status pages', 'Bank transfers fail'],
    ['access', 'Access', 'Deploy script'],
  ] as const) {
    await page.evaluate((section) => {
      location.hash = `#/settings/${section}`;
    }, id);
    const section = page.getByRole('region', { name: title, exact: true });
    await section.getByText(ready).first().waitFor();
    if (id === 'access') await section.locator('details:not([open]) > summary').first().click();
    await pictureOf(page, section, `settings-${id === 'statusPages' ? 'status-pages' : id}-${theme}.png`);
  }
}

async function takeOverview(page: Page, theme: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('combobox', { name: 'Grouping' }).click();
  await page.getByRole('option', { name: 'By source' }).click();
  await page.getByText('Refused since').waitFor();
  await row(page, 'Warehouse').getByText('Up', { exact: true }).first().waitFor({ state: 'attached' });
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(FOLDER, `overview-sources-${theme}.png`), animations: 'disabled' });
}

async function takeStatusPage(page: Page, address: string, theme: 'light' | 'dark'): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('Expected the page to have a browser');
  const context = await browser.newContext({ colorScheme: theme, viewport: { width: 900, height: 600 } });
  const reader = await context.newPage();
  await reader.goto(new URL('/status/shop/', address).href);
  await reader.getByText('Bank transfers fail').first().waitFor();
  await reader.screenshot({ path: join(FOLDER, `status-page-${theme}.png`), fullPage: true });
  await context.close();
}

await mkdir(FOLDER, { recursive: true });
const [good, bad] = await Promise.all([startTarget({ delayMs: 20 }), startTarget({ status: 503 })]);
const dataDir = await seedShop(good, bad);
const farDirs = await Promise.all(['berlin', 'osaka'].map((name) => mkdtemp(join(tmpdir(), `lookout-${name}-`))));
const [berlin, osaka] = await Promise.all([serve(farDirs[0] ?? '', {}), serve(farDirs[1] ?? '', {})]);
await addSite(berlin.address, good, ['Warehouse', 'Labels', 'Customs']);
const host = await startHeadless({ dataDir, viewport: SIZE });
const { page } = host;
const token = await page.evaluate(() => sessionStorage.getItem('lookout.token') ?? '');
const ask = asker(`${new URL(page.url()).origin}/#token=${token}`);
await addSources(ask, berlin.address, osaka.address);
await addStatusPage(ask);
await addAccess(ask);
await row(page, 'pay-eu-2').getByText('Down', { exact: true }).first().waitFor({ state: 'attached' });
for (const theme of ['light', 'dark'] as const) {
  await page.emulateMedia({ colorScheme: theme });
  await takeOverview(page, theme);
  await takeSettings(page, theme);
  await takeStatusPage(page, page.url(), theme);
}
await host.stop();
await Promise.all([end(berlin.child), end(osaka.child), good.stop(), bad.stop()]);
await Promise.all([dataDir, ...farDirs].map((folder) => rm(folder, { recursive: true })));

/** Two Lookouts in one window: the page shows the endpoints of `lookout serve` beside its own. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder } from './hosts/data-folder.ts';
import type { Host } from './hosts/host.ts';
import { end, serve } from './hosts/headless.ts';
import { describeOnHosts } from './hosts/index.ts';
import { goTo, paste, row, waitForStatus } from './pages.ts';
import { startTarget, type Target } from './targets.ts';

type Far = Awaited<ReturnType<typeof serve>>;

describeOnHosts('sources', (start) => {
  let host: Host;
  let far: Far;
  let dataDir: string;
  let target: Target;
  /** Without the token. */
  let origin: string;
  let token: string;

  async function ask(channel: string, args: object): Promise<unknown> {
    const response = await fetch(`${origin}/api/${channel}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${new URL(far.address).hash.replace('#token=', '')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(args),
    });
    return response.json();
  }

  beforeAll(async () => {
    target = await startTarget();
    dataDir = await mkdtemp(join(tmpdir(), 'lookout-far-'));
    far = await serve(dataDir, {});
    ({ origin } = new URL(far.address));
    await ask('endpoints.create', {
      endpoints: [{ kind: 'http', name: 'Far shop', url: `${target.url}far`, interval: '500ms', retries: 0 }],
    });
    ({ token } = (await ask('tokens.create', { name: 'window', scope: 'operate' })) as { token: string });
    host = await start();
    await paste(host.page, [`${target.url}near`]);
    await waitForStatus(host.page, 'near', 'Up');
  });

  afterAll(async () => {
    expect(await host.stop()).toBe(0);
    await end(far.child);
    await target.stop();
    await removeFolder(dataDir);
  });

  it('is tested and added in Settings, and its endpoint appears in the list', async () => {
    const { page } = host;
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Add a source' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Berlin');
    await dialog.getByLabel('Address').fill(origin);
    await dialog.getByLabel('Token').fill(token);
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await dialog.getByText(/answered in .*, with 1 endpoint/u).waitFor();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    // The double has no vault.
    const keep = dialog.getByRole('button', { name: 'Keep it' });
    await Promise.race([keep.waitFor().then(() => keep.click()), dialog.waitFor({ state: 'detached' })]);
    await page.getByRole('region', { name: 'Berlin' }).getByText('Connected').waitFor();
    await goTo(page, 'Overview');
    await waitForStatus(page, 'Far shop', 'Up');
    await row(page, 'Far shop').getByRole('button', { name: 'Berlin' }).click();
    await row(page, 'near').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('shows its checks and charts, and sends it the changes that are made here', async () => {
    const { page } = host;
    await page.getByRole('searchbox').fill('');
    await row(page, 'Far shop').getByRole('link', { name: 'Far shop' }).click();
    await page.getByRole('heading', { name: /Far shop/u }).waitFor();
    await page.getByRole('region', { name: 'Checks' }).getByText('Up').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    const { endpoints } = (await ask('app.snapshot', {})) as { endpoints: { endpoint: { paused: boolean } }[] };
    expect(endpoints.map(({ endpoint }) => endpoint.paused)).toEqual([true]);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    // The token may not edit.
    await expect.poll(() => page.getByRole('button', { name: 'Edit' }).isDisabled()).toBe(true);
  });

  it('is grey while it is away, with the time of the last contact', async () => {
    const { page } = host;
    await goTo(page, 'Overview');
    await end(far.child);
    await row(page, 'Far shop')
      .getByText(/^No contact since/u)
      .waitFor();
    await goTo(page, 'Settings');
    await page
      .getByRole('region', { name: 'Berlin' })
      .getByText(/^Reconnecting since/u)
      .waitFor();
  });
});

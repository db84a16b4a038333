/** The sounds of alerts, with the browser’s own Web Audio. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { PAGE_TIMEOUT_MS } from './hosts/host.ts';
import { describeOnHosts } from './hosts/index.ts';

/** The nodes that the page started, and their audio context. */
interface Started {
  readonly what: string;
  readonly context: BaseAudioContext;
}

/** Records the nodes that start from now on, in the page. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const started: Started[] = [];
    Object.assign(globalThis, { started });
    for (const Node of [OscillatorNode, AudioBufferSourceNode]) {
      // `this` is the node.
      // oxlint-disable-next-line typescript/unbound-method
      const original = Node.prototype.start;
      Node.prototype.start = function start(this: AudioScheduledSourceNode, ...args: [number?]) {
        started.push({ what: this.constructor.name, context: this.context });
        original.apply(this, args);
      };
    }
  });
}

function heard(page: Page): Promise<{ readonly what: readonly string[]; readonly seconds: number }> {
  return page.evaluate(() => {
    const { started } = globalThis as unknown as { started: readonly Started[] };
    return {
      what: started.map(({ what }) => what),
      seconds: Math.max(0, ...started.map(({ context }) => context.currentTime)),
    };
  });
}

describeOnHosts('sounds', (start) => {
  it('are played by the page when a channel is tested: the browser’s audio runs', async () => {
    const host = await start();
    const { page } = host;
    await listen(page);
    await page.getByRole('link', { name: 'Alerts' }).click();
    await page.getByRole('tab', { name: 'Channels' }).click();
    await page.getByRole('button', { name: 'Add channel' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Kind').selectOption({ label: 'Sound' });
    await dialog.getByLabel('Name').fill('Speaker');
    await dialog.getByLabel('Sound when down').click();
    await page.getByRole('option', { name: 'Bell' }).click();
    // The page gives up when the audio of a machine that is busy does not start within two seconds. A person would try again.
    await vi.waitFor(
      async () => {
        await dialog.getByRole('button', { name: 'Send a test' }).click();
        await dialog.getByText('Played', { exact: true }).waitFor({ timeout: 20_000 });
      },
      { timeout: PAGE_TIMEOUT_MS },
    );
    // The two partials of the bell.
    expect((await heard(page)).what.slice(0, 2)).toEqual(['OscillatorNode', 'OscillatorNode']);
    // The audio's time advances, so it is being played.
    await expect.poll(async () => (await heard(page)).seconds).toBeGreaterThan(0.5);
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
  });
});

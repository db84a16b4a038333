/** Recording by clicking in a window of the desktop app. Only real Electron has such windows. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startReal, whyNotReal } from '../hosts/real.ts';
import { chooseKind, goTo, paste } from '../pages.ts';

const PAGE = `<!doctype html><title>Shop</title><label>User <input name="user"></label>
<label>Password <input type="password" name="password"></label><button onclick="document.title = 'Clicked'">Sign in</button>
<script>document.title = typeof require + typeof process + typeof globalThis.lookoutReport + typeof globalThis.lookout</script>`;

describe.skipIf(whyNotReal !== '')(`a recording [electron${whyNotReal === '' ? '' : `: ${whyNotReal}`}]`, () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is shown in the form while a person clicks in its window, which has no access to Lookout', async () => {
    const host = await startReal();
    const { page } = host;
    // Without an endpoint, the key would be typed into the paste box.
    await paste(page, [url]);
    await goTo(page, 'Overview');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Fill in a form' }).click();
    await chooseKind(page, 'browser');
    await dialog.getByLabel(/^URL/u).fill(url);
    const opened = page.context().waitForEvent('page');
    await dialog.getByRole('button', { name: 'Record by clicking' }).click();
    const window: Page = await opened;
    // The page has access to neither Node nor Lookout.
    await expect.poll(() => window.title()).toBe('undefinedundefinedundefinedundefined');
    await window.getByLabel('User').click();
    await window.keyboard.type('Ann');
    await window.getByLabel('Password').click();
    await window.keyboard.type('hunter2');
    await window.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByRole('listitem', { name: 'Step 3: Click' }).waitFor();
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => window.isClosed()).toBe(true);
    await dialog.getByRole('radio', { name: 'Text' }).click();
    expect(await dialog.getByRole('textbox', { name: 'Actions' }).inputValue()).toBe(
      'type label "User" Ann\ntype label "Password" {{password}}\nclick role button "Sign in"\n',
    );
    expect(host.problems).toEqual([]);
    expect(await host.stop()).toBe(0);
  });
});

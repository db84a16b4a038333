/** What specs do with the page, named after what users do. */
import type { Locator, Page } from 'playwright-core';

/** The row of the endpoint whose name or target contains the text. */
export function row(page: Page, text: string): Locator {
  return page.getByRole('grid', { name: 'Endpoints' }).getByRole('row').filter({ hasText: text });
}

/** Waits until the endpoint's row shows the status. */
export async function waitForStatus(page: Page, text: string, status: string): Promise<void> {
  await row(page, text).getByText(status, { exact: true }).first().waitFor({ state: 'attached' });
}

/**
 * Adds targets through the paste box, in the empty overview or in the dialog. The text gets there in one edit, as when a person
 * pastes it: Playwright's `fill` types line by line, which takes Chromium 15 seconds for 1,000 lines, and a paste 0.2.
 */
export async function paste(page: Page, lines: readonly string[]): Promise<void> {
  const box = page.getByRole('textbox', { name: /one per line/u });
  await box.evaluate((element, text) => {
    const area = element as HTMLTextAreaElement;
    area.focus();
    area.setRangeText(text, 0, area.value.length, 'end');
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, lines.join('\n'));
  await page.getByRole('button', { name: /^Add [\d,]+ endpoint/u }).click();
}

/** Goes to one of the views in the sidebar. */
export async function goTo(
  page: Page,
  view: 'Overview' | 'Incidents' | 'Reports' | 'Health' | 'Settings',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
  // Later keys are meant for this view, so wait until it is shown.
  await page.getByRole('heading', { name: view, level: 1 }).waitFor();
}

/** Shows a theme. Nothing moves, as in a new page of a host: Playwright would turn motion on again where it is not named. */
export function useTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  return page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
}

/** Chooses the kind of a check in the form of an endpoint. */
export async function chooseKind(page: Page, text: string): Promise<void> {
  await page.getByLabel('Kind', { exact: true }).click();
  await page.getByPlaceholder('Find a kind').fill(text);
  await page.keyboard.press('Enter');
}

/**
 * From now on, messages such as “Deleted” with “Undo” stay, as they do in a window without focus. Otherwise they disappear after a
 * while, and a busy machine may take longer to find them.
 */
export async function keepMessages(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new WeakSet<Element>();
    setInterval(() => {
      const messages = [...document.querySelectorAll('[role="region"] > ol > li')];
      if (messages.every((message) => seen.has(message))) return;
      for (const message of messages) seen.add(message);
      globalThis.dispatchEvent(new Event('blur'));
    }, 100);
  });
}

/** Keeps the files that the page saves, as text of one character for each byte. */
export async function catchFiles(page: Page): Promise<void> {
  await page.evaluate(() => {
    const saved: string[] = [];
    Object.assign(globalThis, { saved });
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      void blob
        .arrayBuffer()
        .then((bytes) => saved.push(Array.from(new Uint8Array(bytes), (byte) => String.fromCodePoint(byte)).join('')));
      return create(blob);
    };
  });
}

/** What the page has saved since `catchFiles`. */
export function savedFiles(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { readonly saved: string[] }).saved);
}

/** What specs do with the page, named after what users do. */
import type { Locator, Page } from 'playwright-core';

/** The row of the endpoint whose name or target contains the text. */
export function row(page: Page, text: string): Locator {
  return page.getByRole('grid', { name: 'Endpoints' }).getByRole('row').filter({ hasText: text });
}

/** Waits until the endpoint's row shows the status. */
export async function waitForStatus(page: Page, text: string, status: string): Promise<void> {
  await row(page, text).getByText(status, { exact: true }).first().waitFor({ state: 'attached', timeout: 30_000 });
}

/** Adds targets through the paste box, in the empty overview or in the dialog. */
export async function paste(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: /one per line/u }).fill(lines.join('\n'));
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

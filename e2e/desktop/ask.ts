import type { Page } from 'playwright-core';
import type { RequestFailure } from '../../src/contract/errors.ts';
import type { AnyChannel, Answer, Args } from '../../src/contract/channels/index.ts';

/** Sends a request over the page's own bridge. Rejects with the reason of the failure. */
export async function ask<C extends AnyChannel>(page: Page, channel: C, args: Args<C>): Promise<Answer<C>> {
  const request: unknown[] = [channel, args];
  const answer = await page.evaluate(async ([name, given]) => {
    const { lookout } = globalThis as unknown as {
      lookout: { request(channel: unknown, args: unknown): Promise<unknown> };
    };
    return lookout.request(name, given).catch(({ reason }: RequestFailure) => Promise.reject(new Error(reason)));
  }, request);
  return answer as Answer<C>;
}

/** Changes settings. Afterwards the shell follows them, too: it learns of changes with the next push, which a snapshot sends at once. */
export async function changeSettings(page: Page, settings: Args<'settings.update'>['settings']): Promise<void> {
  await ask(page, 'settings.update', { settings });
  await ask(page, 'app.snapshot', {});
}

/** What a lookout.yaml adds, together with what Lookout has already, must fit into its lists. */
import { expect, it } from 'vitest';
import type { ConfigContent } from '../contract/channels/config.ts';
import { createTexts } from '../i18n/texts.ts';
import { RequestError } from './base/request-error.ts';
import { setUpEngine } from './testing/engine-setup.ts';

const texts = createTexts([]);
/** 60 pages and 400 objectives. */
const SOME = content('old', { pages: 60, objectives: 400 });

function content(prefix: string, count: { readonly pages: number; readonly objectives: number }): ConfigContent {
  const names = (length: number) => Array.from({ length }, (_, index) => `${prefix}-${index}`);
  return {
    endpoints: [],
    // Equal ones would only be renamed.
    objectives: names(count.objectives).map((name) => ({ name, target: prefix === 'old' ? 99 : 98 })),
    statusPages: names(count.pages).map((name) => ({ name, title: name, sections: [{ title: 'All', match: {} }] })),
  };
}

/** The texts of the issues of a refusal. */
async function issuesOf(refused: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await refused.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RequestError)) throw new Error('Expected a refusal');
  return error.issues.map((issue) => `${issue.path}: ${texts.issueInFull(issue)}`);
}

it('refuses a plan when what stays and what is new are too many together, and then applies nothing of it', async () => {
  const { engine } = await setUpEngine();
  await engine.request('config.apply', SOME);
  const more = {
    ...content('new', { pages: 41, objectives: 101 }),
    endpoints: [{ kind: 'fake', target: 'Shop', name: 'Shop' }],
  };
  const issues = [
    'objectives: Objectives must have at most 500 entries, but 400 stay and 101 are new.',
    'statusPages: Status pages must have at most 100 entries, but 60 stay and 41 are new.',
  ];
  expect(await issuesOf(engine.request('config.plan', more))).toEqual(issues);
  expect(await issuesOf(engine.request('config.apply', more))).toEqual(issues);
  expect(await engine.request('config.plan', { ...SOME, remove: true })).toMatchObject({ add: [], remove: [] });
  const { endpoints } = await engine.request('app.snapshot', {});
  expect(endpoints).toEqual([]);
});

it('replaces everything in a list that is full', async () => {
  const { engine } = await setUpEngine();
  await engine.request('config.apply', content('old', { pages: 100, objectives: 500 }));
  const others = { ...content('new', { pages: 100, objectives: 500 }), remove: true };
  others.statusPages?.push({ name: 'old-0', title: 'Stays', sections: [{ title: 'All', match: {} }] });
  expect(await issuesOf(engine.request('config.apply', others))).toEqual([
    'statusPages: Status pages must have at most 100 entries. Got […].',
  ]);
  others.statusPages?.shift();
  expect(await engine.request('config.apply', others)).toMatchObject({ failed: null, remove: { length: 599 } });
  expect(await engine.request('statusPages.list', {})).toHaveLength(100);
  // The limit applies again.
  const page = { name: 'one-more', title: 'More', sections: [{ title: 'All', match: {} }] };
  expect(await issuesOf(engine.request('statusPages.save', { page }))).toEqual([
    'statusPages: Status pages must have at most 100 entries.',
  ]);
});

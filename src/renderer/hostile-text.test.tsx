/**
 * Names, notes and answers with markup, control characters, marks that reverse text, or a megabyte: the page shows all
 * of them as text.
 */
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckResult } from '../contract/model/check.ts';
import { DetailView } from './features/detail/detail-view.tsx';
import { INITIAL_LIST_STATE, setListState } from './features/overview/list-state.ts';
import { OverviewView } from './features/overview/overview-view.tsx';
import { Banners } from './shell/banners.tsx';
import { renderApp } from './testing/render-app.tsx';

const TEXTS = [
  ['markup', '<img src=x onerror="document.title=\'struck\'"><script>document.title="struck"</script><b>bold</b>'],
  ['an entity', '&lt;b&gt; &amp; &#x3c;b&#x3e;'],
  ['control characters', 'a\u0000b\u0007c\u001b[31mred\u009bd'],
  ['marks that turn text round', 'abc\u202Efdp.exe\u2066\u2069\u200F'],
  ['half a character', 'a\ud800b'],
  ['a megabyte', 'M'.repeat(1_000_000)],
] as const;

beforeEach(() => {
  document.title = 'untouched';
  location.hash = '#/endpoint/e1';
  setListState({ ...INITIAL_LIST_STATE, sort: 'name', groupBy: null });
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The traces that code in the texts would have left if it had run. */
function expectOnlyText(): void {
  expect(document.querySelectorAll('img, script, b')).toHaveLength(0);
  expect(document.title).toBe('untouched');
}

test.each(TEXTS)('%s in a name, a target, a note and a notice', async (_, text) => {
  const app = await renderApp(
    <>
      <Banners />
      <OverviewView />
    </>,
    { endpoints: 1, notices: [{ id: 'n', level: 'error', code: 'log.lost', params: { problem: text }, active: true }] },
  );
  const [view] = app.bridge.state().endpoints.values();
  if (view === undefined) throw new TypeError('The fake engine has an endpoint');
  const { endpoint } = view;
  const config = { ...endpoint.config, name: text, note: text, group: text, tags: [text] };
  act(() => app.bridge.push({ type: 'endpoint', view: { ...view, endpoint: { ...endpoint, config, target: text } } }));
  await app.settle();
  const row = document.querySelector(`[data-id="${endpoint.id}"]`);
  expect(row?.textContent).toContain(text);
  expect(document.body.textContent?.split(text).length).toBeGreaterThan(3);
  expectOnlyText();
});

test.each(TEXTS)('%s in an answer, its failure and its certificate', async (_, text) => {
  const certificate = {
    subject: text,
    issuer: text,
    names: [text],
    validFrom: 0,
    validTo: 1,
    serial: text,
    fingerprint: text,
  };
  const app = await renderApp(<DetailView id="e1" />, { endpoints: 3 });
  const view = app.bridge.state().endpoints.get('e1');
  if (view === undefined) throw new TypeError('The fake engine has an endpoint e1');
  const failure = { code: 'tls.wrongHost', message: text, raw: text, phase: 'tls' } as const;
  const result: CheckResult = {
    endpointId: 'e1',
    at: Date.now() + 5_000,
    durationMs: 12,
    phases: { dns: 1, connect: 2, tls: 3 },
    verdict: 'down',
    failure,
    details: {
      status: 200,
      snippet: text,
      redirects: [{ status: 302, url: text }],
      tls: { protocol: text, cipher: text, alpn: text, chain: [certificate], authorized: false },
      [text.slice(0, 100)]: text,
    },
    queuedMs: 0,
    lateMs: 0,
    selfMs: 0,
    disturbed: false,
    swallowed: null,
    metrics: {},
  };
  const request = app.bridge.request.bind(app.bridge);
  vi.spyOn(app.bridge, 'request').mockImplementation(async (channel, args) => {
    const answer = await request(channel, args);
    return channel === 'checks.list' ? [result] : answer;
  });
  const { at, durationMs, phases, verdict, disturbed, swallowed } = result;
  const last = { at, durationMs, phases, verdict, failure, disturbed, swallowed };
  act(() => app.bridge.push({ type: 'checked', id: 'e1', state: { ...view.state, status: 'down', last } }));
  await app.settle();
  await app.settle();
  expect(within(screen.getByRole('table', { name: 'Recent checks' })).getAllByRole('row')[1]?.textContent).toContain(
    text,
  );
  expectOnlyText();
});

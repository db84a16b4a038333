import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sidebar } from '../../shell/sidebar.tsx';
import { renderApp } from '../../testing/render-app.tsx';
import { VantagesSection } from '../detail/sections/vantages-section.tsx';
import { useViewport, usePageTime } from '../detail/range/use-viewport.ts';
import { VantagesView } from './vantages-view.tsx';

/** Every element is on the screen. */
class EverythingVisible implements Pick<IntersectionObserver, 'observe' | 'disconnect'> {
  readonly #callback: IntersectionObserverCallback;
  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
  }
  observe(): void {
    this.#callback([{ isIntersecting: true } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  disconnect(): void {}
}

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', EverythingVisible);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('has a row for each endpoint with the finding of each vantage point', async () => {
  const { bridge, settle } = await renderApp(<VantagesView />, { endpoints: 4, capabilities: { vantages: true } });
  await settle();
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'Endpoint',
    'frankfurt',
    'sydney',
    'lab',
  ]);
  const [first, second] = screen.getAllByRole('row').slice(1);
  const cells = (row: HTMLElement | undefined) =>
    within(row ?? document.body)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent?.replaceAll(/\s/gu, ' '));
  expect(cells(first)).toEqual(['Up20 ms', 'DownNo answer in time', 'Cannot check']);
  expect(screen.getByText('Cannot check').title).toBe(
    'Password is secret, and blackbox_exporter would have it in plain text.',
  );
  expect(cells(second)).toEqual(['Up20 ms', 'Up220 ms', '–']);
  bridge.answer('vantages.states', () => ({ vantages: ['frankfurt', 'oslo'], endpoints: [] }));
  act(() => bridge.push({ type: 'changed', what: 'vantages' }));
  await settle();
  await waitFor(() => expect(screen.getAllByRole('columnheader').at(-1)?.textContent).toBe('oslo'));
  await waitFor(() => expect(cells(first)).toEqual(['–', '–']));
});

function Section() {
  const time = usePageTime(['e0'], useViewport('e0'));
  return <VantagesSection id="e0" name="Shop" time={time} width={1000} />;
}

test('the page of an endpoint has a line and a row of states for each vantage point', async () => {
  const { settle } = await renderApp(<Section />, { endpoints: 1, capabilities: { vantages: true } });
  await settle();
  expect(await screen.findByRole('heading', { name: 'Latency by vantage point' })).toBeDefined();
  expect(screen.getByRole('heading', { name: 'States by vantage point' })).toBeDefined();
  const lines = [...document.querySelectorAll('[data-line]')].map((line) => line.getAttribute('data-line'));
  expect(new Set(lines)).toEqual(new Set(['frankfurt', 'sydney']));
  expect(screen.getByText(/cannot be checked on demand/u)).toBeDefined();
  expect(screen.getByRole('list', { name: 'Vantage points that cannot check this endpoint' }).textContent).toBe(
    'lab cannot check this endpoint: Password is secret, and blackbox_exporter would have it in plain text.',
  );
  const legend = screen.getByRole('list', { name: 'Vantage points' });
  expect(legend.textContent?.replaceAll(/\s/gu, ' ')).toBe('Upfrankfurt20 msDownsydneyNo answer in time');
});

test('the view is offered only with vantage points', async () => {
  await renderApp(<Sidebar />, { endpoints: 1 });
  expect(screen.queryByRole('link', { name: 'Vantage points' })).toBeNull();
  cleanup();
  await renderApp(<Sidebar />, { endpoints: 1, capabilities: { vantages: true } });
  expect(screen.getByRole('link', { name: 'Vantage points' })).toBeDefined();
});

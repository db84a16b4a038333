/** Test code: renders the overview with its dialog, and helpers to query it. */
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { forgetUndo } from '../../../components/undo.ts';
import { closeEndpointDialog } from '../../../navigation/open-endpoint-dialog.ts';
import type { FakeBridgeOptions } from '../../../testing/fake-bridge.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { EndpointDialog } from '../../add/endpoint-dialog.tsx';
import { release } from '../list-hold.ts';
import { INITIAL_LIST_STATE, getListState, setListState } from '../list-state.ts';
import { OverviewView } from '../overview-view.tsx';

/** A toast's text exists twice for a moment: visible, and for screen readers. */
export const findToast = (text: string | RegExp) => screen.findAllByText(text);

/** Starts each test of the file with a fresh overview, sorted by name. */
export function resetOverview(): void {
  beforeEach(() => {
    location.hash = '#/';
    release();
    forgetUndo();
    setListState({ ...INITIAL_LIST_STATE, sort: 'name', groupBy: null });
    // happy-dom lays nothing out; the list asks how tall it is to know how many rows to show.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  });
  afterEach(() => {
    cleanup();
    closeEndpointDialog();
    vi.restoreAllMocks();
  });
}

export async function start(options: FakeBridgeOptions = { endpoints: 6 }) {
  const app = await renderApp(
    <>
      <OverviewView />
      <EndpointDialog />
    </>,
    options,
  );
  const press = (key: string, more: KeyboardEventInit = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
  const order = () => [...document.querySelectorAll<HTMLElement>('[data-id]')].map((row) => row.dataset['id'] ?? '');
  const asked = (channel: string) => app.bridge.requests.findLast((one) => one.channel === channel)?.args;
  return { ...app, press, order, asked };
}

export const rowOf = (id: string | undefined): HTMLElement => {
  const row = document.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (row === null) throw new Error(`Expected a row of ${id}, got none`);
  return row;
};
export const nameOf = (id: string | undefined) => within(rowOf(id)).getByRole('link').textContent;
export const activeId = () => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.dataset['id'];
};
export const selectedIds = () => [...getListState().selection.ids].sort();

import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { forgetUndo } from '../../components/undo.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { AnnotationList } from './annotation-list.tsx';

afterEach(() => {
  cleanup();
  forgetUndo();
});

test('adds a deploy for the endpoint, removes it, and undoes that', async () => {
  const { bridge, settle } = await renderApp(<AnnotationList id="e0" name="Shop" />);
  expect(screen.getByText(/^Nothing in the last 90 days/u)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Add a deploy or note' }));
  const dialog = screen.getByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText(/^Text/u), { target: { value: 'Deploy 4.2' } });
  fireEvent.submit(dialog.querySelector('form')!);
  await settle();
  const item = screen.getByRole('listitem');
  expect(within(item).getByText('Deploy 4.2')).toBeDefined();
  const found = await bridge.request('annotations.list', { from: 0, to: Date.now() + 1000 });
  expect(found).toMatchObject([{ kind: 'deploy', match: { endpoints: ['e0'] }, to: null }]);
  await act(async () => {
    fireEvent.click(within(item).getByRole('button', { name: 'Remove “Deploy 4.2”' }));
  });
  await settle();
  expect(screen.queryByText('Deploy 4.2')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  const { id: _first, ...before } = found[0] ?? {};
  expect(await bridge.request('annotations.list', { from: 0, to: Date.now() + 1000 })).toMatchObject([before]);
});

test('says why an annotation was refused, also when no field is wrong', async () => {
  const { bridge, settle } = await renderApp(<AnnotationList id="e0" name="Shop" />);
  fireEvent.click(screen.getByRole('button', { name: 'Add a deploy or note' }));
  const dialog = screen.getByRole('dialog');
  bridge.failNext('annotations.add', RequestFailed.because('store', { problem: 'The disk is full' }));
  fireEvent.submit(dialog.querySelector('form')!);
  await settle();
  expect(within(dialog).getByRole('alert').textContent).toContain('The disk is full');
});

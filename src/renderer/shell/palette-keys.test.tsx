/** In a file of its own: the palette must not have been loaded by another test. */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { App } from '../app.tsx';
import { paletteOpen } from '../navigation/palette-open.ts';
import { renderApp } from '../testing/render-app.tsx';

afterEach(() => {
  cleanup();
  paletteOpen.set(false);
});

const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { key, ...more });

test('text that is typed while the palette loads appears in it, and does not affect the list', async () => {
  const { bridge } = await renderApp(<App />, { endpoints: 6 });
  press('ArrowDown');
  press('k', { ctrlKey: true });
  expect(screen.queryByRole('dialog')).toBeNull();
  for (const key of ['p', 'x', 'Backspace', 'a', 'Enter', 'Delete']) press(key);
  const input = await screen.findByPlaceholderText<HTMLInputElement>('Find an endpoint or a command');
  expect(input.value).toBe('pa');
  const changes = bridge.requests.filter(({ channel }) => /pause|remove|checkNow/.test(channel));
  expect(changes).toEqual([]);
  // Opened again, it is empty.
  await act(async () => paletteOpen.set(false));
  press('k', { ctrlKey: true });
  expect((await screen.findByPlaceholderText<HTMLInputElement>('Find an endpoint or a command')).value).toBe('');
});

import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { App } from '../app.tsx';
import { closeEndpointDialog } from '../navigation/open-endpoint-dialog.ts';
import { renderApp } from '../testing/render-app.tsx';

beforeEach(() => {
  location.hash = '#/';
});
afterEach(() => {
  cleanup();
  closeEndpointDialog();
});

/** @returns whether the key would enter text */
const press = (target: Element, key: string, repeat = false) => fireEvent.keyDown(target, { key, repeat });

test('a key that is held when it opens a dialog does not type into its text field', async () => {
  await renderApp(<App />, { endpoints: 2 });
  press(document.body, 'n');
  const box = await screen.findByRole('textbox', { name: /one per line/u });
  expect(press(box, 'n', true)).toBe(false);
  expect(press(box, 'n', true)).toBe(false);
  // Another key, and the same key pressed and held in the field, do type.
  expect(press(box, 'a')).toBe(true);
  fireEvent.keyUp(box, { key: 'n' });
  expect(press(box, 'n')).toBe(true);
  expect(press(box, 'n', true)).toBe(true);
});

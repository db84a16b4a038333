import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { App } from '../../app.tsx';
import { renderApp } from '../../testing/render-app.tsx';
// The app loads it when it is first shown, which takes long on a busy computer.
import './detail-view.tsx';

afterEach(cleanup);

test.each([
  ['everything is offered', {}, [false, false, false]],
  ['only what the source can do is offered', { edit: false, checkNow: false }, [true, false, true]],
])('%s', async (_, capabilities, disabled) => {
  location.hash = '#/endpoint/e1';
  await renderApp(<App />, { capabilities });
  const buttons = await Promise.all(
    ['Check now', 'Pause', 'Edit'].map((name) => screen.findByRole<HTMLButtonElement>('button', { name })),
  );
  expect(buttons.map((button) => button.disabled)).toEqual(disabled);
});

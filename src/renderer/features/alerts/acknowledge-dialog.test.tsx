import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { acknowledging } from '../../navigation/acknowledging.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';

afterEach(() => {
  cleanup();
  acknowledging.set(null);
});

async function setUp() {
  acknowledging.set({ title: 'Shop', ids: ['a'] });
  const app = await renderApp(<AcknowledgeDialog />);
  const dialog = () => screen.getByRole('dialog');
  return {
    ...app,
    dialog,
    choose: (name: string) => fireEvent.click(within(dialog()).getByRole('radio', { name })),
    type: (label: RegExp, value: string) =>
      fireEvent.change(within(dialog()).getByLabelText(label), { target: { value } }),
    submit: async () => {
      fireEvent.submit(dialog().querySelector('form') ?? dialog());
      await app.settle();
    },
    sent: () => app.bridge.requests.find(({ channel }) => channel === 'alerts.acknowledge')?.args,
  };
}

test('acknowledges with a note and a name, until the alert ends', async () => {
  const { dialog, type, submit, sent } = await setUp();
  expect(dialog().textContent).toContain('Acknowledge Shop');
  expect(dialog().textContent).toContain('It stays acknowledged until it is over.');
  type(/^Note/u, ' On it ');
  type(/^Your name/u, 'Ada');
  await submit();
  expect(sent()).toEqual({ ids: ['a'], by: 'Ada', note: 'On it' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByText('Acknowledged')).toBeDefined();
});

test('acknowledges until a time, and says that people are alerted again then', async () => {
  const { dialog, choose, submit, sent } = await setUp();
  const before = Date.now();
  choose('4 h');
  expect(dialog().textContent).toContain('If it still lasts then, people are alerted again');
  await submit();
  const { until = 0 } = sent() as { until?: number };
  expect(until).toBeGreaterThanOrEqual(before + 4 * 3_600_000);
  expect(until).toBeLessThanOrEqual(Date.now() + 4 * 3_600_000);
  expect(screen.getByText(/^Acknowledged until/u)).toBeDefined();
});

test('refuses a date in the past beside its field', async () => {
  const { dialog, choose, type, submit, sent } = await setUp();
  choose('A date');
  type(/^Date and time/u, '2020-01-01T10:00');
  await submit();
  expect(sent()).toBeUndefined();
  const field = within(dialog()).getByLabelText(/^Date and time/u);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(dialog().textContent).toContain('The date and time must be in the future.');
});

test('stays open with what was entered when Lookout refuses', async () => {
  const { bridge, dialog, type, submit } = await setUp();
  bridge.answer('alerts.acknowledge', () => Promise.reject(new Error('offline')));
  type(/^Note/u, 'On it');
  await submit();
  expect(within(dialog()).getByLabelText<HTMLTextAreaElement>(/^Note/u).value).toBe('On it');
});

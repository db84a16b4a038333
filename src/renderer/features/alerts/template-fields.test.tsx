import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { AlertTemplates } from '../../../contract/model/alert-template.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { TemplateFields } from './template-fields.tsx';

afterEach(cleanup);

const NONE: ReadonlyMap<keyof AlertTemplates, string> = new Map();

function Form({ errors = NONE }: { readonly errors?: ReadonlyMap<keyof AlertTemplates, string> }) {
  const [templates, setTemplates] = useState<AlertTemplates>({ titleTemplate: '', bodyTemplate: '' });
  return (
    <TemplateFields
      {...templates}
      about={{ rule: 'All' }}
      empty="If empty, Lookout writes the title."
      errors={errors}
      onChange={(change) => setTemplates({ ...templates, ...change })}
    />
  );
}

test('shows the message of a template, and where the template is wrong', async () => {
  const { bridge } = await renderApp(<Form />);
  const details = screen.getByText('Message templates').closest('details');
  expect(details?.open).toBe(false);
  if (details !== null) details.open = true;
  fireEvent(details as HTMLElement, new Event('toggle'));
  expect(await screen.findByText('Shop is down')).toBeDefined();
  fireEvent.change(screen.getByLabelText('Title template'), { target: { value: '[{{ title }}]' } });
  expect(await screen.findByText('[Shop is down]')).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: 'Up again' }));
  expect(await screen.findByText('[Shop is up]')).toBeDefined();
  fireEvent.change(screen.getByLabelText('Body template'), { target: { value: '{{ nope }}' } });
  expect(
    await screen.findByText('Body template has an error in line 1, column 4: undefined variable: nope.'),
  ).toBeDefined();
  expect(bridge.requests.findLast(({ channel }) => channel === 'alerts.preview')?.args).toMatchObject({
    rule: 'All',
    event: 'up',
    bodyTemplate: '{{ nope }}',
  });
});

test('is open when the engine refused a template', async () => {
  await renderApp(<Form errors={new Map([['titleTemplate', 'Title template has an error']])} />);
  expect(screen.getByText('Title template has an error')).toBeDefined();
  expect(screen.getByText('Message templates').closest('details')?.open).toBe(true);
});

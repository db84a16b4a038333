import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Recording } from '../../../contract/channels/recordings.ts';
import type { FormField, KindDescriptor } from '../../../contract/descriptor.ts';
import type { InstructionFormat } from '../../../contract/instructions.ts';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { FormContext } from '../form-context.ts';
import type { FormValues } from '../form-model.ts';
import { StepsField } from './steps-field.tsx';

const format: InstructionFormat = {
  steps: [{ label: 'Do', line: 'do {what}', parts: [{ name: 'what', label: 'What', type: 'text' }] }],
  values: 'values',
  generators: [],
  recorded: true,
};
const field: FormField = { name: 'actions', label: 'Actions', type: 'steps', section: 'request', format };
const url: FormField = { name: 'url', label: 'URL', type: 'text', section: 'target' };
const pairs: FormField = { name: 'values', label: 'Values', type: 'pairs', section: 'request', default: {} };
const form = { kind: 'fake', fields: [url, field, pairs] } as unknown as KindDescriptor;
const NO_ISSUES: readonly never[] = [];

afterEach(cleanup);

function Harness() {
  const [values, setValues] = useState<FormValues>({
    url: 'https://a.example/',
    actions: 'do first\n',
    values: [{ name: 'user', value: 'Ann' }],
  });
  const change = (changed: FormValues) => setValues((present) => ({ ...present, ...changed }));
  return (
    <FormContext value={{ form, values, issues: NO_ISSUES, change }}>
      <output aria-label="values">{JSON.stringify(values['values'])}</output>
      <StepsField
        field={field}
        format={format}
        value={values['actions'] as string}
        error={undefined}
        onChange={(actions) => change({ actions })}
      />
    </FormContext>
  );
}

const recorded = (version: number, more: Partial<Recording> = {}): Recording => ({
  id: 7,
  version,
  ended: false,
  config: {},
  lost: [],
  failure: null,
  ...more,
});
const button = (name: string) => screen.getByRole('button', { name });
const steps = () => screen.queryAllByLabelText(/^Step \d, What$/).map((input) => (input as HTMLInputElement).value);
const values = () => screen.getByLabelText('values').textContent;

/** A recording whose answers the test gives. */
async function setUp() {
  const app = await renderApp(<Harness />);
  let answer: (recording: Recording) => void = () => undefined;
  app.bridge.answer('recordings.start', () => recorded(1));
  app.bridge.answer('recordings.next', () => new Promise((resolve) => (answer = resolve)));
  app.bridge.answer('recordings.stop', () => recorded(9, { ended: true, config: { actions: 'do last\n' } }));
  const push = async (recording: Recording) => {
    await act(async () => answer(recording));
    await app.settle();
  };
  fireEvent.click(button('Record by clicking'));
  await screen.findByRole('region', { name: 'Recording' });
  await app.settle();
  return { app, push };
}

test('shows steps while they are recorded, after the existing ones, with the values that they use', async () => {
  const { app, push } = await setUp();
  expect(app.bridge.requests.find(({ channel }) => channel === 'recordings.start')?.args).toEqual({
    config: { kind: 'fake', url: 'https://a.example/', actions: 'do first\n', values: { user: 'Ann' } },
  });
  await push(recorded(2, { config: { actions: 'do second\n', values: {} } }));
  expect(steps()).toEqual(['first', 'second']);
  // The steps that the next recorded step would replace cannot be edited.
  expect(screen.getByLabelText('Step 1, What').closest('[inert]')).not.toBeNull();
  await push(recorded(3, { config: { actions: 'do second\ndo third\n', values: { user: '', password: '' } } }));
  expect(steps()).toEqual(['first', 'second', 'third']);
  expect(values()).toBe('[{"name":"user","value":"Ann"},{"name":"password","value":""}]');
  fireEvent.click(button('Stop'));
  await waitFor(() => expect(steps()).toEqual(['first', 'last']));
  expect(screen.queryByRole('region', { name: 'Recording' })).toBeNull();
  expect(button('Record by clicking')).toHaveProperty('disabled', false);
});

test('discards what was recorded', async () => {
  const { push } = await setUp();
  await push(recorded(2, { config: { actions: 'do second\n', values: { password: '' } } }));
  fireEvent.click(button('Discard'));
  await waitFor(() => expect(steps()).toEqual(['first']));
  expect(values()).toBe('[{"name":"user","value":"Ann"}]');
});

test('ends with the window, and says what is not recorded', async () => {
  const { push } = await setUp();
  const lost = [{ reason: 'frame', what: 'button Pay' }] as const;
  await push(recorded(2, { ended: true, config: { actions: 'do second\n' }, lost }));
  expect(steps()).toEqual(['first', 'second']);
  expect(screen.getByText('Actions in a frame (“button Pay”).')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});

test('says why nothing can be recorded', async () => {
  const app = await renderApp(<Harness />);
  app.bridge.answer('recordings.start', () => {
    throw RequestFailed.because('cannotRecord', { reason: 'noDisplay' });
  });
  fireEvent.click(button('Record by clicking'));
  expect((await screen.findByRole('alert')).textContent).toMatch(/has no desktop on which a window could be shown/);
  expect(steps()).toEqual(['first']);
});

test('ends when the form is closed', async () => {
  const { app } = await setUp();
  cleanup();
  expect(app.bridge.requests.at(-1)).toMatchObject({ channel: 'recordings.stop', args: { id: 7 } });
});

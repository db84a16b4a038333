import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { FormField, KindDescriptor } from '../../../contract/descriptor.ts';
import type { InstructionFormat, InstructionPart } from '../../../contract/instructions.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { FormContext } from '../form-context.ts';
import { StepsField } from './steps-field.tsx';

const part = (name: string, more: Partial<InstructionPart> = {}): InstructionPart => ({
  name,
  label: name,
  type: 'text',
  ...more,
});

const format: InstructionFormat = {
  steps: [
    {
      label: 'Ask',
      line: 'ask {who} {what}',
      parts: [
        part('who', { type: 'select', options: ['ann', 'bob'].map((value) => ({ value, label: value })) }),
        part('what'),
      ],
      lines: [
        {
          label: 'Note',
          line: 'note {name}: {value}',
          parts: [part('name', { gives: true }), part('value')],
          repeats: true,
        },
        { label: 'Letter', line: 'letter {letter}', parts: [part('letter', { type: 'block', label: 'Letter' })] },
        { label: 'Quietly', line: 'quietly', parts: [] },
        { label: 'Test', line: 'test {test}', parts: [part('test', { label: 'Test', holds: 'conditions' })] },
        { label: 'Like', line: 'like {name}', parts: [part('name', { label: 'Like', holds: 'endpoints' })] },
      ],
      placeholders: [{ name: 'ANSWER', meaning: 'what was said' }],
    },
    { label: 'Rest', line: 'rest {what}', parts: [part('what', { default: '1s' })] },
    { label: 'Block', line: 'block {name}', parts: [part('name')], until: 'end block' },
    { label: 'End of the block', line: 'end block', parts: [] },
  ],
  title: { label: 'Name', line: 'step {name}', parts: [part('name')] },
  values: 'values',
  generators: [{ name: '$uuid', meaning: 'a new UUID' }],
};
const field: FormField = { name: 'steps', label: 'Steps', type: 'steps', section: 'target', format };
const NONE: readonly Issue[] = [];
/** The error is in the third line. */
const REFUSED: readonly Issue[] = [{ code: 'number', path: 'steps', params: { line: 3 } }];

/** The value of the field, which it also shows. */
let text = '';

afterEach(cleanup);

function Harness({ start }: { readonly start: string }) {
  const [issues, setIssues] = useState(NONE);
  const [value, setValue] = useState(start);
  useEffect(() => {
    text = value;
  });
  return (
    <FormContext
      value={{
        form: { kind: 'http', fields: [field] } as unknown as KindDescriptor,
        values: { values: [{ name: 'user', value: 'Ann' }] },
        issues,
        change: () => undefined,
      }}
    >
      <button onClick={() => setIssues(REFUSED)}>Save</button>
      <StepsField field={field} format={format} value={value} error={undefined} onChange={setValue} />
    </FormContext>
  );
}

const TWO = '# First\nask ann why\nnote a: b\nrest 2s\n';
const steps = () => screen.queryAllByRole('listitem').map((step) => step.getAttribute('aria-label'));
const button = (name: string) => screen.getByRole('button', { name });
/** Radix opens its menus on a key or a pointer. */
const choose = async (menu: string, entry: string) => {
  fireEvent.keyDown(button(menu), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: entry }));
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
};
const enter = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('shows a text as steps, and writes only the line that is changed', async () => {
  await renderApp(<Harness start={TWO} />);
  expect(steps()).toEqual(['Step 1: Ask', 'Step 2: Rest']);
  enter('Step 1, what', 'why {{user}} ');
  enter('Step 1, line 1, Note, value', '');
  expect(text).toBe('# First\nask ann why {{user}}\nnote a:\nrest 2s\n');
  // The space that was typed is still there, because more may follow.
  expect(screen.getByLabelText<HTMLInputElement>('Step 1, what').value).toBe('why {{user}} ');
});

test('adds steps and lines, and puts the focus into a new step', async () => {
  await renderApp(<Harness start="" />);
  await choose('Add step', 'Ask');
  expect(document.activeElement).toBe(screen.getByLabelText('Step 1, what'));
  await choose('Add to step 1', 'Note');
  await choose('Add to step 1', 'Letter');
  await choose('Add to step 1', 'Name');
  await choose('Add to step 1', 'Quietly');
  enter('Step 1, Name, name', 'First');
  enter('Step 1, line 2, Letter', 'two\nlines');
  enter('Step 1, line 1, Note, name', 'n');
  expect(text).toBe('step First\nask ann\nnote n:\nletter\ntwo\nlines\nend\nquietly\n');
  fireEvent.keyDown(button('Add to step 1'), { key: 'Enter' });
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual(['Note', 'Test', 'Like']);
  fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
  fireEvent.click(button('Remove Letter of step 1, line 2'));
  fireEvent.click(button('Remove Name of step 1'));
  expect(text).toBe('ask ann\nnote n:\nquietly\n');
});

test('moves steps with buttons and with the keyboard, duplicates and removes them', async () => {
  await renderApp(<Harness start={TWO} />);
  fireEvent.click(button('Move step 2 up'));
  expect(text).toBe('rest 2s\n# First\nask ann why\nnote a: b\n');
  expect(screen.getByText('Moved to step 1 of 2')).toBeTruthy();
  const what = screen.getByLabelText('Step 2, what');
  what.focus();
  fireEvent.keyDown(what, { key: 'ArrowUp', altKey: true });
  expect(text).toBe(TWO);
  expect(document.activeElement).toBe(what);
  fireEvent.click(button('Duplicate step 1'));
  expect(steps()).toHaveLength(3);
  expect(text).toBe('# First\nask ann why\nnote a: b\nask ann why\nnote a: b\nrest 2s\n');
  fireEvent.click(button('Remove step 1'));
  expect(text).toBe('ask ann why\nnote a: b\nrest 2s\n');
  fireEvent.click(button('Remove step 1'));
  fireEvent.click(button('Remove step 1'));
  expect(text).toBe('');
  expect(document.activeElement).toBe(button('Add step'));
});

test('keeps the steps of a block together', async () => {
  await renderApp(<Harness start={'rest 1s\nblock a\nask bob x\nend block\n'} />);
  expect(screen.getAllByRole('listitem').map((step) => step.style.getPropertyValue('--depth'))).toEqual([
    '0',
    '0',
    '1',
    '0',
  ]);
  fireEvent.click(button('Move step 2 up'));
  expect(text).toBe('block a\nask bob x\nend block\nrest 1s\n');
  fireEvent.click(button('Duplicate step 1'));
  expect(text).toBe('block a\nask bob x\nend block\nblock a\nask bob x\nend block\nrest 1s\n');
  fireEvent.click(button('Remove step 1'));
  expect(text).toBe('ask bob x\nblock a\nask bob x\nend block\nrest 1s\n');
});

test('the text is another view of the same steps', async () => {
  await renderApp(<Harness start={TWO} />);
  fireEvent.click(screen.getByRole('radio', { name: 'Text' }));
  fireEvent.change(screen.getByLabelText('Steps'), { target: { value: 'rest 1s\nwhatever this is\nask bob what\n' } });
  fireEvent.click(screen.getByRole('radio', { name: 'List' }));
  expect(steps()).toEqual(['Step 1: Rest', 'Step 2: Ask']);
  // Unknown lines can be seen and changed.
  expect(screen.getByLabelText<HTMLInputElement>('Step 1, line 1').value).toBe('whatever this is');
  fireEvent.click(button('Remove step 1, line 1'));
  expect(text).toBe('rest 1s\nask bob what\n');
});

test('shows what is wrong at the step and its line, until it is changed', async () => {
  await renderApp(<Harness start={TWO} />);
  fireEvent.click(button('Save'));
  const first = screen.getByRole('listitem', { name: 'Step 1: Ask' });
  expect(within(first).getByLabelText('Step 1, line 1, Note, value').getAttribute('aria-invalid')).toBe('true');
  expect(within(first).getByLabelText('Step 1, what').getAttribute('aria-invalid')).toBeNull();
  const described = within(first).getByLabelText('Step 1, line 1, Note, value').getAttribute('aria-describedby');
  expect(document.getElementById(described ?? '')?.textContent).not.toBe('');
  enter('Step 2, what', '3s');
  expect(first.dataset['invalid']).toBe('true');
  enter('Step 1, line 1, Note, value', 'c');
  expect(first.dataset['invalid']).toBeUndefined();
});

test('suggests the values that there are after two braces', async () => {
  await renderApp(<Harness start={'ask ann a\nnote token: x\nask bob b\nnote later: y\n'} />);
  const input = screen.getByLabelText<HTMLInputElement>('Step 2, what');
  input.focus();
  fireEvent.change(input, { target: { value: 'x {{' } });
  expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual([
    '{{user}}one of the values',
    '{{token}}from step 1',
    '{{$uuid}}a new UUID',
  ]);
  fireEvent.change(input, { target: { value: 'x {{to' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(text).toContain('ask bob x {{token}}\n');
});

test('completes conditions, and names of endpoints of the same kind', async () => {
  const app = await renderApp(<Harness start={'ask ann a\ntest x\nlike y\n'} />, { endpoints: 3 });
  const names = [...app.bridge.state().endpoints.values()]
    .filter(({ endpoint }) => endpoint.config.kind === 'http')
    .map(({ endpoint }) => endpoint.config.name);
  const condition = screen.getByLabelText('Step 1, line 1, Test');
  condition.focus();
  fireEvent.change(condition, { target: { value: '[an' } });
  fireEvent.click(await screen.findByRole('option', { name: /ANSWER/ }));
  expect(text).toContain('test [ANSWER]\n');
  const like = screen.getByLabelText('Step 1, line 2, Like');
  like.focus();
  fireEvent.change(like, { target: { value: '' } });
  expect(names.length).toBeGreaterThan(0);
  expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual(names.toSorted());
});

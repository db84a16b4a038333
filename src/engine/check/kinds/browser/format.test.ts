/** The form's view of actions, and how elements are written. */
import { describe, expect, it } from 'vitest';
import { readInstructions, writeInstructions } from '../../../../shared/instructions.ts';
import { parseActions } from './actions.ts';
import { browser } from './descriptor.ts';
import { actionsFormat } from './format.ts';
import { readPlace, splitPlace, writePlace, type Place } from './place.ts';

const ACTIONS = `# Sign in
click text "Late \\"one\\""
click role button "Sign in"
click form > .a b
type #user {{user}}
type label "User name" "  Ann  "
type "form input" x
type role textbox "Name" Ann Lee
select testid "country" Italy
press Enter
wait for #late
wait 1s
expect no text "Error"
expect url contains /cart
expect role heading "Your cart"
open https://shop.example.org/cart
`;

it('knows every action, and writes the same text', () => {
  const parsed = parseActions(ACTIONS);
  const items = readInstructions(ACTIONS, actionsFormat);
  expect(items).toHaveLength(parsed.length);
  expect(items.every(({ line }) => line !== null)).toBe(true);
  expect(writeInstructions(items)).toBe(ACTIONS);
  expect(items[4]?.values).toEqual({ place: 'label "User name"', text: '"  Ann  "' });
  expect(items[6]?.values).toEqual({ place: 'role textbox "Name"', text: 'Ann Lee' });
  expect(parsed[4]).toMatchObject({ place: { by: 'label', value: 'User name' }, value: '  Ann  ' });
  const example = browser.example['actions'] as string;
  expect(writeInstructions(readInstructions(example, actionsFormat))).toBe(example);
});

describe('an element', () => {
  const places: readonly Place[] = [
    { by: 'css', value: '#user' },
    { by: 'css', value: 'form > input[name="a b"]' },
    { by: 'text', value: 'Say "hi" \\ now' },
    { by: 'label', value: 'User name' },
    { by: 'role', role: 'button', value: 'Sign in' },
    { by: 'testid', value: 'line\nbreak' },
  ];

  it.each(places)('is read as it is written: $by $value', (place) => {
    expect(readPlace(writePlace(place, false))).toEqual(place);
    expect(splitPlace(`${writePlace(place, true)} some text`)).toEqual({ place, rest: 'some text' });
  });

  it.each(['', 'text', 'text Sign in', 'label "a" b', 'role "a"', 'role button', 'testid ""', '"a" b'])(
    'is refused: %s',
    (text) => {
      expect(readPlace(text)).toBeNull();
    },
  );
});

/** How the actions of a browser check are written, for the form. `actions.ts` reads them. */
import type { InstructionFormat, InstructionPart, StepForm } from '../../../../contract/instructions.ts';
import { GENERATORS } from '../../fields/generators.ts';
import { KEYS } from './actions.ts';
import { PLACE_PATTERN } from './place.ts';

const place: InstructionPart = {
  name: 'place',
  label: 'Element',
  type: 'text',
  placeholder: 'role button "Sign in"',
  help: 'A CSS selector, text "…", label "…", role button "…" or testid "…".',
};

const withPlace = (label: string, words: string): StepForm => ({ label, line: `${words} {place}`, parts: [place] });

const withText = (label: string, word: string, text: InstructionPart): StepForm => ({
  label,
  line: `${word} {place} {${text.name}}`,
  parts: [{ ...place, placeholder: 'label "User"', is: PLACE_PATTERN }, text],
});

export const actionsFormat: InstructionFormat = {
  steps: [
    withPlace('Click', 'click'),
    withText('Type', 'type', { name: 'text', label: 'Text', type: 'text', placeholder: '{{user}}' }),
    withText('Select', 'select', { name: 'option', label: 'Option', type: 'text', placeholder: 'Italy' }),
    {
      label: 'Press a key',
      line: 'press {key}',
      parts: [{ name: 'key', label: 'Key', type: 'select', options: KEYS.map((key) => ({ value: key, label: key })) }],
    },
    withPlace('Wait for an element', 'wait for'),
    {
      label: 'Wait',
      line: 'wait {duration}',
      parts: [{ name: 'duration', label: 'For', type: 'text', default: '1s', placeholder: '500ms' }],
    },
    withPlace('Expect that it is not there', 'expect no'),
    {
      label: 'Expect an address',
      line: 'expect url contains {text}',
      parts: [{ name: 'text', label: 'Part of the URL', type: 'text', placeholder: '/cart' }],
    },
    withPlace('Expect an element', 'expect'),
    {
      label: 'Open a page',
      line: 'open {url}',
      parts: [{ name: 'url', label: 'URL', type: 'text', placeholder: 'https://shop.example.org/cart' }],
    },
  ],
  values: 'values',
  generators: GENERATORS,
  recorded: true,
};

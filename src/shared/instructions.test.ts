import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { InstructionFormat } from '../contract/instructions.ts';
import { matchLine, writeLine } from './instruction-line.ts';
import { formOf, lineItem, linesOf, placeOf, readInstructions, withHead, writeInstructions } from './instructions.ts';

const text = (name: string) => ({ name, label: name, type: 'text' }) as const;
const format: InstructionFormat = {
  steps: [
    {
      label: 'Get',
      line: '{method} {url}',
      parts: [
        {
          name: 'method',
          label: 'Method',
          type: 'select',
          options: ['GET', 'PUT'].map((value) => ({ value, label: value })),
        },
        text('url'),
      ],
      lines: [
        { label: 'Header', line: 'header {name}: {value}', parts: [text('name'), text('value')], repeats: true },
        { label: 'Body', line: 'body {body}', parts: [{ name: 'body', label: 'Body', type: 'block' }] },
        { label: 'May fail', line: 'allow failure', parts: [] },
      ],
    },
    { label: 'Wait', line: 'wait {for}', parts: [text('for')] },
  ],
  title: { label: 'Name', line: 'step {name}', parts: [text('name')] },
  generators: [],
};
const TEXT = `# One
step First
GET /a
header A: b
body
x

y
end
unknown words

wait 1s
step Lost
`;

describe('a text of instructions', () => {
  it('becomes steps with names, lines and blocks', () => {
    const items = readInstructions(TEXT, format);
    expect(items.map(({ line, title, before }) => [line, title?.['name'], before])).toEqual([
      ['{method} {url}', 'First', ['# One']],
      ['wait {for}', undefined, ['']],
      [null, undefined, ['step Lost']],
    ]);
    expect(items[0]?.lines.map(({ line, values }) => [line, values])).toEqual([
      ['header {name}: {value}', { name: 'A', value: 'b' }],
      ['body {body}', { body: 'x\n\ny' }],
      [null, {}],
    ]);
  });

  it('is written again unchanged, whatever it contains', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '# note',
        'step A',
        'GET /a',
        'GET',
        'header A: b',
        'header',
        'body',
        'end',
        'wait 1s',
        '  PUT /b ',
      ),
      fc.string({ unit: 'grapheme-ascii' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const given = lines.map((one) => `${one}\n`).join('');
        expect(writeInstructions(readInstructions(given, format))).toBe(given);
      }),
    );
  });

  it('changes only the line that is changed', () => {
    const [first, ...others] = readInstructions(TEXT, format);
    if (first === undefined) throw new Error('There is no step');
    const changed = withHead(format, first, { values: { method: 'PUT', url: '/b' } });
    expect(writeInstructions([changed, ...others])).toBe(TEXT.replace('GET /a', 'PUT /b'));
    const [header] = linesOf(format, first.line);
    if (header === undefined) throw new Error('There is no header');
    const line = lineItem(header, { name: 'A', value: '' });
    expect(writeInstructions([{ ...first, lines: first.lines.with(0, line) }, ...others])).toBe(
      TEXT.replace('header A: b', 'header A:'),
    );
  });

  it('knows where each line is', () => {
    const items = readInstructions(TEXT, format);
    const places = TEXT.trimEnd()
      .split('\n')
      .map((_, index) => placeOf(items, index + 1));
    expect(places.map((place) => (place === null ? null : [place.step, place.line]))).toEqual([
      null,
      [0, null],
      [0, null],
      [0, 0],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 2],
      null,
      [1, null],
      null,
    ]);
    expect(placeOf(items, 99)).toBeNull();
  });
});

it('a line can be written with empty fields, and is read again', () => {
  const header = linesOf(format, '{method} {url}')[0];
  const get = formOf(format, '{method} {url}');
  if (header === undefined || get === undefined) throw new Error('The format is incomplete');
  expect(writeLine(header, {})).toEqual(['header :']);
  expect(matchLine(header, 'header :')).toEqual({ name: '', value: '' });
  expect(writeLine(get, { method: 'GET' })).toEqual(['GET']);
  expect(matchLine(get, 'GET')).toEqual({ method: 'GET', url: '' });
  expect(matchLine(get, 'GETTING /a')).toBeNull();
  expect(matchLine(get, 'get /a')).toBeNull();
});

import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { DetailFormat } from '../../../contract/descriptor.ts';
import type { ReadableResult } from './check-table.ts';
import { formatTable } from './check-table.ts';

function result(change: Partial<ReadableResult>): ReadableResult {
  return {
    name: 'a',
    kind: 'tcp',
    target: 'a.example:1',
    status: 'up',
    at: 0,
    durationMs: 12,
    phases: {},
    metrics: {},
    selfMs: 0,
    disturbed: false,
    failure: null,
    warning: null,
    details: {},
    ...change,
  };
}

const kinds: Parameters<typeof formatTable>[2]['kinds'] = [
  {
    kind: 'tcp',
    details: [
      { name: 'other', label: 'Other', format: 'number' },
      { name: 'answer', label: 'Answer', format: 'number', brief: true },
    ],
  },
];
const RESULTS = [
  result({
    name: 'Shop',
    target: 'https://shop.example/',
    details: { answer: 200, other: 2 },
    durationMs: 184.4,
  }),
  result({
    name: '店 café',
    status: 'down',
    failure: { code: 'timeout', message: 'No answer within 10 s.' },
    durationMs: 10_000,
  }),
  result({ status: 'degraded', durationMs: 2.25 }),
];

test('is aligned for names in every script', () => {
  expect(formatTable(RESULTS, 10_001, { colors: false, kinds })).toBe(
    [
      'STATUS    NAME     TARGET                   TIME  WHAT',
      'up        Shop     https://shop.example/  184 ms  Answer 200',
      'down      店 café  a.example:1            10.0 s  No answer within 10 s.',
      'degraded  a        a.example:1              2 ms  slower than it should be',
      '',
      '1 up, 1 degraded, 1 down in 10.0 s',
      '',
    ].join('\n'),
  );
});

test('writes the brief details of a kind in their formats', () => {
  const details = { size: 1536, waited: 1240, trusted: true, names: ['a', 'b'], missing: null, chain: { a: 1 } };
  const formats = {
    size: 'bytes',
    waited: 'duration',
    trusted: 'boolean',
    names: 'list',
    missing: 'text',
    chain: 'tls',
  };
  const declared = Object.entries(formats).map(([name, format]) => {
    return { name, label: name.toUpperCase(), format: format as DetailFormat, brief: true } as const;
  });
  const table = formatTable([result({ details })], 1, { colors: false, kinds: [{ kind: 'tcp', details: declared }] });
  expect(table).toContain('SIZE 1.5 KB, WAITED 1.24 s, TRUSTED yes, NAMES a, b\n');
});

test('says of a check that Lookout was too busy to time it', () => {
  const table = formatTable([result({ disturbed: true, details: { answer: 200 } })], 1, { colors: false, kinds });
  expect(table.split('\n')[1]).toMatch(/ 12 ms {2}Answer 200 \(measured while Lookout was busy\)$/u);
});

test('adds only colors when colors are on', () => {
  const colored = formatTable(RESULTS, 1, { colors: true, kinds });
  expect(colored).toContain('\u001b[32mup');
  expect(colored).toContain('\u001b[31mdown');
  expect(stripVTControlCharacters(colored)).toBe(formatTable(RESULTS, 1, { colors: false, kinds }));
});

test('text from elsewhere cannot control the terminal', () => {
  const text = formatTable(
    [result({ name: 'a\u001b[2Jb\nc', failure: { code: 'protocol.error', message: 'x\u009b1my\u202ez' } })],
    1,
    { colors: false, kinds },
  );
  for (const character of ['\u001b', '\u009b', '\u202e']) expect(text).not.toContain(character);
  expect(text.split('\n')).toHaveLength(5);
  expect(text).toContain('a�[2Jb�c');
});

test('says why a target is degraded, and lists conditions that do not hold', () => {
  const slow = { condition: 'warn: [RESPONSE_TIME] < 5', shown: '[RESPONSE_TIME] (12) < 5', holds: false } as const;
  const wrong = {
    condition: '[STATUS] == 200',
    shown: '[STATUS] (500) == 200',
    holds: false,
    severity: 'fail',
  } as const;
  const fine = { condition: '[SIZE] > 1', shown: '[SIZE] (2) > 1', holds: true, severity: 'fail' } as const;
  const conditionFailed = { code: 'condition.failed', message: 'The condition does not hold.' };
  const results = [
    result({
      name: 'one',
      status: 'degraded',
      warning: conditionFailed,
      details: { answer: 1, conditions: [fine, { ...slow, severity: 'warn' }] },
    }),
    result({
      name: 'two',
      status: 'down',
      failure: conditionFailed,
      details: { conditions: [wrong, fine, { ...slow, severity: 'warn' }] },
    }),
  ];
  expect(formatTable(results, 10, { colors: false, kinds }).split('\n').slice(1, 5)).toEqual([
    'degraded  one   a.example:1  12 ms  Answer 1, The condition does not hold.',
    'down      two   a.example:1  12 ms  The condition does not hold.',
    '    ✗ [STATUS] (500) == 200',
    '    ! [RESPONSE_TIME] (12) < 5',
  ]);
});

import { expect, it } from 'vitest';
import type { Log } from '../ports.ts';
import { parseDocument } from './parse-document.ts';

function parse(json: string) {
  const lines: unknown[] = [];
  const log: Log = (level, text, facts) => void lines.push([level, text, facts]);
  return { data: parseDocument({ collection: 'rules', id: 'a', json, at: 0, open: false }, log), lines };
}

it('reads an object', () => {
  expect(parse('{"name":"A"}')).toEqual({ data: { name: 'A' }, lines: [] });
});

it.each(['[1]', 'null', '5', '"text"'])('logs that %s is not an object', (json) => {
  expect(parse(json)).toEqual({
    data: undefined,
    lines: [['error', 'A stored document is not an object', { collection: 'rules', id: 'a' }]],
  });
});

it('logs what cannot be read', () => {
  expect(parse('{"name":')).toEqual({
    data: undefined,
    lines: [
      ['error', 'A stored document cannot be read', { collection: 'rules', id: 'a', error: expect.any(SyntaxError) }],
    ],
  });
});

import { describe, expect, it } from 'vitest';
import { changeOf, formatMissed, formatScores, scoreOf } from './mutate-report.mjs';

const SOURCE = 'const a = 1;\nif (a > 0) {\n  run();\n}\n';
const CONDITION = { start: { line: 1, column: 4 }, end: { line: 1, column: 9 } };

describe('changeOf', () => {
  it('returns the lines before and after a change', () => {
    expect(changeOf({ location: CONDITION, replacement: 'true' }, SOURCE)).toEqual({
      before: ['if (a > 0) {'],
      after: ['if (true) {'],
    });
  });

  it('returns all lines of a change over several', () => {
    const location = { start: { line: 1, column: 11 }, end: { line: 3, column: 1 } };
    expect(changeOf({ location, replacement: '{}' }, SOURCE)).toEqual({
      before: ['if (a > 0) {', '  run();', '}'],
      after: ['if (a > 0) {}'],
    });
  });
});

it('prints the place of a change, and what was changed', () => {
  const change = { id: '0', fileName: 'a.ts', mutatorName: 'Condition', location: CONDITION, replacement: 'true' };
  expect(formatMissed(change, 'missed', SOURCE)).toBe(
    'a.ts:2: no test notices (Condition)\n-if (a > 0) {\n+if (true) {\n',
  );
  expect(formatMissed(change, 'not run', SOURCE)).toContain('no test runs this');
});

it('counts what tests noticed', () => {
  expect(scoreOf(['noticed', 'noticed', 'missed', 'not run'])).toEqual({ total: 4, noticed: 2, percent: 50 });
  expect(scoreOf([])).toEqual({ total: 0, noticed: 0, percent: 100 });
  expect(formatScores(new Map([['a.ts', ['noticed', 'missed', 'noticed', 'noticed']]]))).toBe(
    [
      'file  changes noticed  missed    score',
      'a.ts        4       3       1   75.0 %',
      'total       4       3       1   75.0 %',
    ].join('\n'),
  );
});

import { describe, expect, it } from 'vitest';
import { changeOf, scoreOf } from './mutate-reporter.mjs';

const SOURCE = 'const a = 1;\nif (a > 0) {\n  run();\n}\n';

describe('changeOf', () => {
  it('returns the lines before and after a change', () => {
    const location = { start: { line: 2, column: 5 }, end: { line: 2, column: 10 } };
    expect(changeOf({ location, replacement: 'true' }, SOURCE)).toEqual({
      before: ['if (a > 0) {'],
      after: ['if (true) {'],
    });
  });

  it('returns all lines of a change over several', () => {
    const location = { start: { line: 2, column: 12 }, end: { line: 4, column: 2 } };
    expect(changeOf({ location, replacement: '{}' }, SOURCE)).toEqual({
      before: ['if (a > 0) {', '  run();', '}'],
      after: ['if (a > 0) {}'],
    });
  });
});

describe('scoreOf', () => {
  it('counts what tests noticed, and leaves out what could not run', () => {
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError'];
    expect(scoreOf(statuses)).toEqual({ total: 4, noticed: 2, missed: 2, percent: 50 });
    expect(scoreOf([])).toEqual({ total: 0, noticed: 0, missed: 0, percent: 100 });
  });
});

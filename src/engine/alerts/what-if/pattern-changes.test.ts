import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VERDICTS } from '../../../contract/model/check.ts';
import { parsePattern, showsPattern, type PatternCheck } from '../check-pattern.ts';
import { patternChanges } from './pattern-changes.ts';

const PATTERNS = ['1 of 1', '2 of 3', '3 of 5', '<10,>100', 'ok,failed,failed', '*,>50,>50', '<=10', 'failed,ok'];

function columns(checks: readonly PatternCheck[]) {
  return {
    at: Float64Array.from(checks, (_, index) => index),
    verdict: Uint8Array.from(checks, ({ verdict }) => VERDICTS.indexOf(verdict)),
    durationMs: Float64Array.from(checks, ({ durationMs }) => durationMs),
  };
}

test('agrees with what alerts say after each check', () => {
  const verdict = fc.constantFrom(...VERDICTS, 'down' as const, 'down' as const);
  const check = fc.record({ verdict, durationMs: fc.constantFrom(1, 10, 60, 200) });
  fc.assert(
    fc.property(fc.constantFrom(...PATTERNS), fc.array(check, { maxLength: 40 }), (text, checks) => {
      const pattern = parsePattern(text);
      if (pattern === null) throw new Error(`Expected ${text} to be a pattern`);
      const changes = patternChanges(pattern, columns(checks));
      let shown = false;
      for (const [index, { verdict: judged }] of checks.entries()) {
        if (judged !== 'unknown') shown = showsPattern(pattern, checks.slice(0, index + 1), shown);
        expect(changes.findLast(({ at }) => at <= index)?.shown ?? false).toBe(shown);
      }
    }),
    { numRuns: 300 },
  );
});

/** The table of differences between the two dialects in docs/conditions.md is true. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { problemOfCondition } from '../src/engine/conditions/compile.ts';
import { evaluate } from '../src/engine/conditions/evaluate.ts';
import { evaluateGatus, parseGatus } from '../src/engine/conditions/gatus.ts';
import { loadLibraries } from '../src/engine/conditions/libraries.ts';
import type { ObservedValues } from '../src/contract/model/condition.ts';
import { Observation } from '../src/engine/conditions/observation.ts';
import { parseCondition } from '../src/engine/conditions/parse.ts';
import { placeholderNames } from '../src/engine/conditions/placeholders.ts';
import { COMMON_PLACEHOLDERS } from '../src/shared/common-placeholders.ts';
import { parseEndpoint } from '../src/engine/check/registry.ts';

const document = readFileSync(new URL('../docs/conditions.md', import.meta.url), 'utf8');
const names = placeholderNames([
  { name: 'STATUS', meaning: '' },
  { name: 'BODY', meaning: '', parts: 'json' },
]);

beforeAll(loadLibraries);

/** The cells of the rows of the table that has this heading in its first column. */
function rowsUnder(heading: RegExp): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => heading.test(line));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/u, '$1')),
  );
}

const differences = rowsUnder(/^\| condition +\| what the check saw/u);

function outcome(holds: boolean): string {
  return holds ? 'holds' : 'fails';
}

it('has a table of differences', () => expect(differences.length).toBeGreaterThan(15));

it.each(differences)('%s with %s: %s in Lookout, %s in Gatus', (condition = '', saw = '', lookout, gatus) => {
  const values = JSON.parse(saw) as ObservedValues;
  const own =
    problemOfCondition(condition, 'lookout', names) === null
      ? outcome(evaluate(parseCondition(condition, names), new Observation(values)).holds)
      : 'not accepted';
  const theirs =
    problemOfCondition(condition, 'gatus', names) === null
      ? outcome(evaluateGatus(parseGatus(condition), values).holds)
      : 'not accepted';
  expect({ own, theirs }).toEqual({ own: lookout, theirs: gatus });
});

it('lists the placeholders that every kind has', () => {
  const listed = rowsUnder(/^\| placeholder +\| value/u).map(
    ([placeholder = '']) => /\[(\w+)\]/u.exec(placeholder)?.[1],
  );
  expect(listed).toEqual(COMMON_PLACEHOLDERS.map(({ name }) => name));
});

it('shows only conditions that are accepted', () => {
  const example = document.slice(document.indexOf('conditions:\n'), document.indexOf('\n```\n\nA condition'));
  const conditions = [...example.matchAll(/- '(.*)'/gu)].map(([, text]) => text);
  expect(conditions).toHaveLength(4);
  expect(parseEndpoint({ kind: 'http', url: 'https://example.org/', conditions })).toMatchObject({ ok: true });
});

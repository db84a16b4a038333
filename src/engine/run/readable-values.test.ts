import { expect, it } from 'vitest';
import { OBSERVED_CHARACTERS } from '../../contract/model/condition.ts';
import { readableValues } from './readable-values.ts';

it('leaves values as they are, without those that the check did not see', () => {
  const values = { STATUS: 200, UP: true, BODY: 'hello', HEADERS: { a: ['b'] }, NONE: null, ABSENT: undefined };
  const { ABSENT, ...seen } = values;
  expect(readableValues(values, null)).toEqual(seen);
  expect(ABSENT).toBeUndefined();
});

it('cuts what is too long to be read', () => {
  const fits = 'x'.repeat(OBSERVED_CHARACTERS);
  const long = Array.from({ length: OBSERVED_CHARACTERS }, () => 1);
  expect(readableValues({ a: fits, b: `${fits}y`, c: long }, null)).toEqual({
    a: fits,
    b: fits,
    c: JSON.stringify(long).slice(0, OBSERVED_CHARACTERS),
  });
});

it('has no secrets', () => {
  expect(
    readableValues({ a: 'secret', b: 1 }, (value) => (value === 'secret' ? ('…' as typeof value) : value)),
  ).toEqual({
    a: '…',
    b: 1,
  });
});

import { expect, test } from 'vitest';
import { validityOf } from './validity.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 5, 1);

test.each([
  ['good', -70, 20, '20 days left'],
  ['near', -76, 13.9, '13 days left'],
  ['near', -89, 0.5, 'less than a day left'],
  ['over', -90, -0.1, 'expired today'],
  ['over', -90, -1.2, 'expired 1 day ago'],
  ['early', 2.5, 90, 'not valid yet, for another 2 days'],
  // Valid for six days, as short-lived certificates are: it expires soon only in the last fifth.
  ['good', -4, 2, '2 days left'],
  ['near', -5, 1, '1 day left'],
])('%s: from %d to %d days', (state, from, to, text) => {
  expect(validityOf({ validFrom: now + from * DAY, validTo: now + to * DAY }, now)).toMatchObject({ state, text });
});

test.each([
  ['good', 14.1, '14 days left'],
  ['near', 13.9, '13 days left'],
  ['over', -1.2, 'expired 1 day ago'],
])('%s: of a certificate whose start is not known, to %d days', (state, to, text) => {
  expect(validityOf({ validFrom: null, validTo: now + to * DAY }, now)).toMatchObject({ state, text });
});

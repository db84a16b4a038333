import { expect, test } from 'vitest';
import type { Annotation } from '../../../contract/model/annotation.ts';
import { annotationMarks } from './annotation-marks.ts';
import type { Plot } from '../scale/geometry.ts';
import { linearScale } from '../scale/scale.ts';

/** One pixel is one second. */
const plot: Plot = { from: 0, to: 600_000, left: 0, top: 0, width: 600, height: 100, scale: linearScale(1) };
const annotation = (id: string, at: number, more: Partial<Annotation> = {}): Annotation => ({
  id,
  kind: 'note',
  at: at * 1000,
  to: null,
  open: false,
  text: id,
  by: '',
  match: {},
  ...more,
});
const marks = (...annotations: Annotation[]) =>
  annotationMarks(annotations, plot).map(({ left, width, annotations: there }) => [
    Math.round(left),
    Math.round(width),
    there.map(({ id }) => id).join(' '),
  ]);

test('are in order, and close ones are one mark', () => {
  expect(marks(annotation('c', 300), annotation('a', 100), annotation('b', 104))).toEqual([
    [100, 0, 'b a'],
    [300, 0, 'c'],
  ]);
});

test('are clipped to the plot; an open one reaches its end', () => {
  expect(
    marks(
      annotation('before', -100),
      annotation('into', -100, { to: 50_000 }),
      annotation('open', 500, { open: true }),
      annotation('after', 700),
    ),
  ).toEqual([
    [0, 50, 'into'],
    [500, 100, 'open'],
  ]);
});

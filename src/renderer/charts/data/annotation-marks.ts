/** Where annotations are on a chart, in pixels. Pure. */
import type { Annotation } from '../../../contract/model/annotation.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { xOf, type Plot } from '../scale/geometry.ts';

/** An event on a chart: an annotation, or a change that a check found. */
export interface ChartNote extends Pick<Annotation, 'id' | 'at' | 'to' | 'open'> {
  readonly kind: Annotation['kind'] | 'change';
  readonly text: string;
}

/** Annotations at one place of the chart. */
export interface AnnotationMark {
  readonly left: number;
  /** 0: the annotations have no length. */
  readonly width: number;
  /** Newest first. */
  readonly annotations: readonly ChartNote[];
}

/** Pixels. Closer marks are merged into one, so that a person can point at each. */
const JOINED = 8;

/**
 * The marks of annotations, from left to right, clipped to the plot.
 * @param until the time at the right end of the drawing
 */
export function annotationMarks(
  annotations: readonly ChartNote[],
  plot: Plot,
  until: EpochMs = plot.to,
): readonly AnnotationMark[] {
  const marks: AnnotationMark[] = [];
  for (const annotation of annotations.toSorted((a, b) => a.at - b.at)) {
    const to = annotation.open ? until : (annotation.to ?? annotation.at);
    if (annotation.at > until || to < plot.from) continue;
    const left = xOf(plot, Math.max(annotation.at, plot.from));
    const width = Math.max(0, xOf(plot, Math.min(to, until)) - left);
    const last = marks.at(-1);
    if (last !== undefined && left - last.left < JOINED) {
      const end = Math.max(last.left + last.width, left + width);
      marks[marks.length - 1] = {
        left: last.left,
        width: end - last.left < JOINED ? 0 : end - last.left,
        annotations: [annotation, ...last.annotations],
      };
    } else {
      marks.push({ left, width, annotations: [annotation] });
    }
  }
  return marks;
}

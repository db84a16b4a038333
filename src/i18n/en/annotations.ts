/** Lookout's own annotations on the time axis, in English. */
import type { AnnotationCode } from '../codes/annotations.ts';

export const annotations = {
  'annotation.edited': 'Edited: {fields}',
  'annotation.editedInFile': 'Edited in lookout.yaml: {fields}',
  'annotation.editedMany': '{count, number} endpoints edited: {fields}',
  'annotation.editedManyInFile': '{count, number} endpoints edited in lookout.yaml: {fields}',
  'annotation.asleep': 'This computer was asleep',
  'annotation.offline': `{reason, select,
    noAddress {This computer was offline: no network interface had an address}
    other {This computer was offline: nothing answered}}`,
} as const satisfies Readonly<Record<AnnotationCode, string>>;

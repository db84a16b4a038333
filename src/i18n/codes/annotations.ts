/** Lookout's own annotations on the time axis: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

export const ANNOTATIONS = {
  'annotation.edited': {
    meaning: 'The config of an endpoint was changed in the app.',
    params: { fields: 'the names of the changed fields' },
  },
  'annotation.editedInFile': {
    meaning: 'The config of an endpoint was changed in lookout.yaml.',
    params: { fields: 'the names of the changed fields' },
  },
  'annotation.editedMany': {
    meaning: 'The configs of several endpoints were changed together in the app.',
    params: { count: 'how many endpoints', fields: 'the names of the changed fields' },
  },
  'annotation.editedManyInFile': {
    meaning: 'The configs of several endpoints were changed together in lookout.yaml.',
    params: { count: 'how many endpoints', fields: 'the names of the changed fields' },
  },
  'annotation.asleep': { meaning: 'This computer slept.', params: {} },
  'annotation.offline': { meaning: 'This computer had no network.', params: { reason: 'as in `OfflineReason`' } },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type AnnotationCode = keyof typeof ANNOTATIONS;

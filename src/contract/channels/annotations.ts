import type { Annotation } from '../model/annotation.ts';
import type { EndpointMatch } from '../model/match.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests for annotations, which mark events such as deploys. */
export interface AnnotationRequests {
  'annotations.list': { args: { id?: EndpointId; from: EpochMs; to: EpochMs; limit?: number }; answer: Annotation[] };
  'annotations.add': {
    args: {
      text: string;
      kind?: 'deploy' | 'note';
      at?: EpochMs;
      to?: EpochMs;
      match?: EndpointMatch;
      by?: string;
    };
    answer: Annotation;
  };
  'annotations.remove': { args: { ids: string[] }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const ANNOTATION_CHANNELS = {
  'annotations.list':
    'What happened in a range, newest first, at most 1,000: deploys and notes, edits, sleep and network changes. With `id`, only what concerns this endpoint.',
  'annotations.add':
    'Adds a note or a deploy, at `at` (default: now), with an end if it has one. Without `match`, it concerns all endpoints.',
  'annotations.remove': 'Removes annotations.',
} as const satisfies Record<keyof AnnotationRequests, string>;

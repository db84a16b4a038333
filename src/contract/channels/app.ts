import type { Snapshot, SnapshotCursor, SnapshotPage } from './snapshot.ts';
import type { Health } from '../model/health.ts';
import type { Nothing } from '../model/units.ts';

/** Requests about Lookout as a whole. */
export interface AppRequests {
  'app.snapshot': { args: Nothing; answer: Snapshot };
  'app.snapshotPage': { args: { after: SnapshotCursor }; answer: SnapshotPage };
  'health.get': { args: Nothing; answer: Health };
  'health.history': { args: Nothing; answer: Health[] };
}

/** One sentence per request, for `docs/api.md`. */
export const APP_CHANNELS = {
  'app.snapshot':
    'Everything a page shows, with the first 250 endpoints. Pushes with a higher number follow each page.',
  'app.snapshotPage': 'The next 250 endpoints: `after` is `next` of the previous page.',
  'health.get': 'The health of the event loop, the schedule, the concurrency gate and the store.',
  'health.history':
    'The readings of the last half hour, oldest first: one per second of the last five minutes, before that one per ten seconds.',
} as const satisfies Record<keyof AppRequests, string>;

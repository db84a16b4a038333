import type { Snapshot, SnapshotCursor, SnapshotPage } from './snapshot.ts';
import type { Scope } from '../model/access.ts';
import type { Health } from '../model/health.ts';
import type { Capabilities } from '../model/source.ts';
import type { Nothing } from '../model/units.ts';

/** Requests about Lookout as a whole. */
export interface AppRequests {
  'app.about': { args: Nothing; answer: About };
  'app.snapshot': { args: Nothing; answer: Snapshot };
  'app.snapshotPage': { args: { after: SnapshotCursor }; answer: SnapshotPage };
  'health.get': { args: Nothing; answer: Health };
  'health.history': { args: Nothing; answer: Health[] };
}

/** One sentence per request, for `docs/api.md`. */
export const APP_CHANNELS = {
  'app.about': 'Which Lookout answers, and what the token allows. Another Lookout asks this first.',
  'app.snapshot':
    'Everything a page shows, with the first 250 endpoints. Pushes with a higher number follow each page.',
  'app.snapshotPage': 'The next 250 endpoints: `after` is `next` of the previous page.',
  'health.get': 'The health of the event loop, the schedule, the concurrency gate and the store.',
  'health.history':
    'The readings of the last half hour, oldest first: one per second of the last five minutes, before that one per ten seconds.',
} as const satisfies Record<keyof AppRequests, string>;

/**
 * The version of the contract between two Lookouts. It increases when one of them could misunderstand the other. New
 * fields, requests and changes are no reason, because each Lookout ignores what it does not know.
 */
export const CONTRACT_VERSION = 1;

/** What a Lookout says about itself. */
export interface About {
  readonly version: string;
  /** See `CONTRACT_VERSION`. */
  readonly contract: number;
  /** Random, and different after each start: two addresses with the same value are the same Lookout. */
  readonly instance: string;
  /** What the token allows. */
  readonly scope: Scope;
  /** What this engine can do for the caller. */
  readonly capabilities: Capabilities;
  /** The number of endpoints that it watches. */
  readonly endpoints: number;
}

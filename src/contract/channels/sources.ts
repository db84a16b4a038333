import type { SourceId, SourceInput, SourceTest, SourceView } from '../model/source.ts';
import type { Nothing } from '../model/units.ts';

/** The header with which a Lookout that follows another one sends its requests. They are answered without further sources. */
export const FOLLOWER_HEADER = 'lookout-follower';

/** Requests about the remote Lookouts whose endpoints this one shows. The snapshot has the state of each connection (`Source`). */
export interface SourceRequests {
  'sources.list': { args: Nothing; answer: SourceView[] };
  'sources.save': { args: { id?: SourceId; source: SourceInput }; answer: SourceView };
  'sources.remove': { args: { ids: SourceId[] }; answer: null };
  'sources.test': { args: { id?: SourceId; source: SourceInput }; answer: SourceTest };
}

/** One sentence per request, for `docs/api.md`. */
export const SOURCE_CHANNELS = {
  'sources.list': 'The remote Lookouts whose endpoints are shown, without their tokens.',
  'sources.save':
    'Adds a remote Lookout, or changes the one with the `id`. Without a token, the stored one is kept if the address stays the same.',
  'sources.remove':
    'Removes remote Lookouts. Their endpoints are no longer shown here. The remote Lookouts still watch them.',
  'sources.test': 'Tests the connection to a remote Lookout without saving it.',
} as const satisfies Record<keyof SourceRequests, string>;

import type { EndpointMatch } from '../model/match.ts';
import type { ResultExport, ResultFormat } from '../model/result-export.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests for files of single results. */
export interface ResultRequests {
  'results.export': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch; format: ResultFormat };
    answer: ResultExport;
  };
  'results.progress': { args: { id: string }; answer: ResultExport | null };
  'results.cancel': { args: { id: string }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const RESULT_CHANNELS = {
  'results.export':
    'Prepares a file with the single results of a range. Take it within ten minutes: `GET /exports/ID` sends it while it is made, once and without a token, because the id is secret; on the desktop, `host.saveExport` asks where to save it.',
  'results.progress': 'The progress of an export; null: there is no such export.',
  'results.cancel': 'Cancels an export. Its incomplete file is removed, and its download is cut off.',
} as const satisfies Record<keyof ResultRequests, string>;

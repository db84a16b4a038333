import type { EndpointMatch } from '../model/match.ts';
import type { Report } from '../model/report.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** The request for a report. */
export interface ReportRequests {
  'reports.build': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch; mask?: boolean };
    answer: Report;
  };
}

/** One sentence per request, for `docs/api.md`. */
export const REPORT_CHANNELS = {
  'reports.build':
    'A report of a range: uptime, objectives, latency and incidents of endpoints. With `mask`, without targets and addresses.',
} as const satisfies Record<keyof ReportRequests, string>;

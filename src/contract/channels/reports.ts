import type { EndpointMatch } from '../model/match.ts';
import type { Report, ReportProgress } from '../model/report.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests for reports. */
export interface ReportRequests {
  'reports.build': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch; mask?: boolean; job?: string };
    answer: Report;
  };
  'reports.progress': { args: { job: string }; answer: ReportProgress | null };
  'reports.cancel': { args: { job: string }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const REPORT_CHANNELS = {
  'reports.build':
    'A report of a range: uptime, objectives, latency and incidents of endpoints. With `mask`, without targets and addresses. With `job`, a name of your own, it has progress and can be cancelled.',
  'reports.progress':
    'How many endpoints a report that is being made has, and of how many; null: there is no such job.',
  'reports.cancel': 'Ends the making of a report; its request is refused.',
} as const satisfies Record<keyof ReportRequests, string>;

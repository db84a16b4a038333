import type { EndpointMatch } from '../model/match.ts';
import type { PrintedReport, Report, ReportProgress } from '../model/report.ts';
import type { ReportScheduleInput, ReportScheduleView } from '../model/report-schedule.ts';
import type { EndpointId, EpochMs, Nothing } from '../model/units.ts';

/** Requests for reports. */
export interface ReportRequests {
  'reports.build': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch; mask?: boolean; job?: string };
    answer: Report;
  };
  'reports.pdf': {
    args: {
      from: EpochMs;
      to: EpochMs;
      ids?: EndpointId[];
      match?: EndpointMatch;
      mask?: boolean;
      job?: string;
      timezone?: string;
    };
    answer: PrintedReport;
  };
  'reports.progress': { args: { job: string }; answer: ReportProgress | null };
  'reports.cancel': { args: { job: string }; answer: null };
  'reportSchedules.list': { args: Nothing; answer: ReportScheduleView[] };
  'reportSchedules.save': { args: { id?: string; schedule: ReportScheduleInput }; answer: ReportScheduleView };
  'reportSchedules.remove': { args: { ids: string[] }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const REPORT_CHANNELS = {
  'reports.build':
    'A report of a range: uptime, objectives, latency and incidents of endpoints. With `mask`, without targets and addresses. With `job`, a name of your own, it has progress and can be cancelled.',
  'reports.pdf':
    'The same report as a PDF in Base64, with times in a time zone (default: that of the computer that runs Lookout), and how many endpoints it has. The desktop app prints it; `lookout serve` needs Chromium, Chrome or Edge on its computer.',
  'reports.progress':
    'The progress of a report: how many endpoints are done, and of how many; null: there is no such job.',
  'reportSchedules.list': 'The reports that Lookout writes into a folder after each week or month.',
  'reportSchedules.save':
    'Adds a scheduled report, or changes the one with the `id`. The first is about the period that is under way. Periods that end while Lookout does not run are caught up.',
  'reportSchedules.remove': 'Removes scheduled reports. Their files stay.',
  'reports.cancel': 'Cancels a report; its request is refused.',
} as const satisfies Record<keyof ReportRequests, string>;

import type { ReportRequests } from '../../../contract/channels/reports.ts';
import { buildReport } from '../../history/report.ts';
import { ReportJobs } from '../../history/report-jobs.ts';
import type { ReportSchedules } from '../../history/report-schedules.ts';
import { reportSourceOf, type ReportParts } from '../../history/report-source.ts';
import type { HandlersOf } from './handler.ts';

export interface ReportHandlerParts extends ReportParts {
  readonly reportSchedules: ReportSchedules;
}

export function reportHandlers(parts: ReportHandlerParts): HandlersOf<keyof ReportRequests> {
  const { registry, reportSchedules } = parts;
  const jobs = new ReportJobs();
  return {
    'reports.build': ({ job, ...options }) => {
      if (options.ids !== undefined) registry.all(options.ids);
      return jobs.run(job, (onProgress, signal) =>
        buildReport(options, { ...reportSourceOf(parts), onProgress, signal }),
      );
    },
    'reports.progress': ({ job }) => jobs.progress(job),
    'reports.cancel': ({ job }) => {
      jobs.cancel(job);
      return null;
    },
    'reportSchedules.list': () => reportSchedules.list(),
    'reportSchedules.save': ({ id, schedule }) => reportSchedules.save(id ?? null, schedule),
    'reportSchedules.remove': async ({ ids }) => {
      await reportSchedules.remove(ids);
      return null;
    },
  };
}

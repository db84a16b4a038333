import type { ReportRequests } from '../../../contract/channels/reports.ts';
import type { ReportProgress } from '../../../contract/model/report.ts';
import { RequestError } from '../../base/request-error.ts';
import { Runs } from '../../base/runs.ts';
import { buildReport } from '../../history/report.ts';
import type { ReportSchedules } from '../../history/report-schedules.ts';
import { reportSourceOf, type ReportParts } from '../../history/report-source.ts';
import type { HandlersOf } from './handler.ts';

export interface ReportHandlerParts extends ReportParts {
  readonly reportSchedules: ReportSchedules;
}

export function reportHandlers(parts: ReportHandlerParts): HandlersOf<keyof ReportRequests> {
  const { registry, reportSchedules } = parts;
  const jobs = new Runs<ReportProgress>({
    start: { done: 0, all: 0 },
    cancelled: () => new RequestError('reportCancelled', {}),
  });
  return {
    'reports.build': ({ job, ...options }) => {
      if (options.ids !== undefined) registry.all(options.ids);
      return jobs.run(job, ({ signal, onProgress }) =>
        buildReport(options, {
          ...reportSourceOf(parts),
          signal,
          onProgress: (done, all) => onProgress({ done, all }),
        }),
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

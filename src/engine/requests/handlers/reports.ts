import type { ReportRequests } from '../../../contract/channels/reports.ts';
import type { Report, ReportOptions, ReportProgress } from '../../../contract/model/report.ts';
import { ProblemError } from '../../base/problem-error.ts';
import { RequestError } from '../../base/request-error.ts';
import { Runs, type RunContext } from '../../base/runs.ts';
import { buildReport } from '../../history/report.ts';
import type { RenderReport, ReportSchedules } from '../../history/report-schedules.ts';
import { reportSourceOf, type ReportParts } from '../../history/report-source.ts';
import type { HandlersOf } from './handler.ts';

export interface ReportHandlerParts extends ReportParts {
  readonly reportSchedules: ReportSchedules;
  readonly renderReport: RenderReport;
}

export function reportHandlers(parts: ReportHandlerParts): HandlersOf<keyof ReportRequests> {
  const { registry, reportSchedules, renderReport } = parts;
  const jobs = new Runs<ReportProgress>({
    start: { done: 0, all: 0 },
    cancelled: () => new RequestError('reportCancelled', {}),
  });
  function build(options: ReportOptions, { signal, onProgress }: RunContext<ReportProgress>): Promise<Report> {
    return buildReport(options, {
      ...reportSourceOf(parts),
      signal,
      onProgress: (done, all) => onProgress({ done, all }),
    });
  }
  return {
    'reports.build': ({ job, ...options }) => {
      if (options.ids !== undefined) registry.all(options.ids);
      return jobs.run(job, (context) => build(options, context));
    },
    'reports.pdf': ({ job, timezone = '', ...options }) => {
      if (options.ids !== undefined) registry.all(options.ids);
      return jobs.run(job, async (context) => {
        const report = await build(options, context);
        const { signal } = context;
        try {
          const printed = await renderReport(report, { format: 'pdf', timezone, signal });
          return { pdf: Buffer.from(printed).toString('base64'), endpoints: report.endpoints.length };
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof ProblemError) throw new RequestError('cannotPrint', { problem: error.problem });
          throw error;
        }
      });
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

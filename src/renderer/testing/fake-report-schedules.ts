/** How the fake engine answers requests for scheduled reports; only for tests and the dev page. */
import type { ReportRequests } from '../../contract/channels/reports.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { ReportScheduleView } from '../../contract/model/report-schedule.ts';

type Channels = 'reportSchedules.list' | 'reportSchedules.save' | 'reportSchedules.remove';
type Handlers = { [C in Channels]: (args: ReportRequests[C]['args']) => ReportRequests[C]['answer'] };

export function fakeReportSchedules(push: (...changes: Change[]) => void): Handlers {
  const schedules = new Map<string, ReportScheduleView>();
  const changed = () => push({ type: 'changed', what: 'reports' });
  return {
    'reportSchedules.list': () => [...schedules.values()],
    'reportSchedules.save': ({ id = `s${schedules.size}`, schedule }) => {
      const { name = '', every = 'month', timezone = '', match = {}, format = 'html', mask = false } = schedule;
      const config = { name, every, timezone, match, format, mask, folder: schedule.folder ?? '' };
      const problem = config.folder.startsWith('/root') ? "EACCES: permission denied, mkdir '/root/x'" : null;
      const view: ReportScheduleView = { id, config, nextAt: Date.UTC(2027, 0, 1), last: null, problem };
      schedules.set(id, view);
      changed();
      return view;
    },
    'reportSchedules.remove': ({ ids }) => {
      for (const id of ids) schedules.delete(id);
      changed();
      return null;
    },
  };
}

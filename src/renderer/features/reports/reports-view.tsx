import { clsx } from 'clsx';
import items from '../../components/item-list.module.css';
import { Page } from '../../components/page.tsx';
import { useSources } from '../../live/hooks.ts';
import { staleSince } from '../../../shared/stale-sources.ts';
import { ObjectivesSection } from './objectives-section.tsx';
import { ReportForm } from './report-form.tsx';
import { SchedulesSection } from './schedules-section.tsx';
import css from './reports-view.module.css';

/** Reports for any range, and the objectives that they evaluate. */
export function ReportsView() {
  return (
    <Page title="Reports">
      <div className={css.page}>
        <section className={clsx(items.section, css.section)} aria-labelledby="report-title">
          <header className={items.header}>
            <h2 id="report-title" className={items.title}>
              New report
            </h2>
          </header>
          <p className={items.about}>
            Uptime, objectives, incidents with their causes, and charts of a range, as one file. “lookout report” on the
            command line makes the same.
          </p>
          <SourcesNote />
          <ReportForm />
        </section>
        <SchedulesSection />
        <ObjectivesSection />
      </div>
    </Page>
  );
}

/** Says which other Lookouts a report covers, and which it leaves out. */
function SourcesNote() {
  const sources = useSources().filter(({ connection }) => connection !== undefined);
  if (sources.length === 0) return null;
  const nameOf = ({ id, name = id }: (typeof sources)[number]) => name;
  const away = sources.filter((source) => staleSince(source) !== null).map(nameOf);
  const there = sources.filter((source) => staleSince(source) === null).map(nameOf);
  return (
    <p className={items.about}>
      {there.length === 0 ? null : `A report has the endpoints of ${there.join(', ')}, too. `}
      {away.length === 0 ? null : `It leaves out ${away.join(', ')}, because there is no connection.`}
    </p>
  );
}

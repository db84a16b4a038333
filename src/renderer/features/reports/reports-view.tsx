import { Page } from '../../components/page.tsx';
import { ObjectivesSection } from './objectives-section.tsx';
import { ReportForm } from './report-form.tsx';
import { SchedulesSection } from './schedules-section.tsx';
import css from './reports-view.module.css';

/** Reports for any range, and the objectives that they evaluate. */
export function ReportsView() {
  return (
    <Page title="Reports">
      <div className={css.page}>
        <section className={css.section} aria-labelledby="report-title">
          <header className={css.header}>
            <h2 id="report-title">New report</h2>
          </header>
          <p className={css.none}>
            Uptime, objectives, incidents with their causes, and charts of a range, as one file. “lookout report” on the
            command line makes the same.
          </p>
          <ReportForm />
        </section>
        <SchedulesSection />
        <ObjectivesSection />
      </div>
    </Page>
  );
}

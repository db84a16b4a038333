import { clsx } from 'clsx';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReportScheduleView } from '../../../contract/model/report-schedule.ts';
import { Button, IconButton } from '../../components/button.tsx';
import items from '../../components/item-list.module.css';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { matchName } from '../../form/match/match-text.ts';
import { formatMinute } from '../../format.ts';
import { useCapabilities, useNow, useTexts } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useRemoval } from '../../live/use-removal.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import css from './reports-view.module.css';
import { ScheduleDialog } from './schedule-dialog.tsx';

/** The scheduled reports, and whether the last ones were written. */
export function SchedulesSection() {
  const { answer, trouble } = useAnswer('reportSchedules.list', {}, 'reports');
  const { changeSettings } = useCapabilities();
  /** `new`: the dialog is open for a new schedule; null: it is closed. */
  const [edited, setEdited] = useState<ReportScheduleView | 'new' | null>(null);
  return (
    <section className={clsx(items.section, css.section)} aria-labelledby="schedules-title">
      <header className={items.header}>
        <h2 id="schedules-title" className={items.title}>
          Scheduled reports
        </h2>
        {changeSettings ? (
          <Button icon={Plus} size="sm" onClick={() => setEdited('new')}>
            Add scheduled report
          </Button>
        ) : null}
      </header>
      <Trouble>{trouble}</Trouble>
      {answer === null ? (
        <Skeleton height={40} />
      ) : answer.length === 0 ? (
        <p className={items.about}>None. Lookout can write a report into a folder after each week or month.</p>
      ) : (
        <ul className={items.list}>
          {answer.map((schedule) => (
            <Item key={schedule.id} schedule={schedule} canEdit={changeSettings} onEdit={() => setEdited(schedule)} />
          ))}
        </ul>
      )}
      {edited === null ? null : (
        <ScheduleDialog schedule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}

interface ItemProps {
  readonly schedule: ReportScheduleView;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

function Item({ schedule, canEdit, onEdit }: ItemProps) {
  const { id, config, nextAt, last, problem } = schedule;
  const remove = useRemoval();
  const texts = useTexts();
  const nameOf = useEndpointNames();
  const now = useNow(60_000);
  return (
    <li className={items.item}>
      <div className={items.main}>
        <p className={items.name}>{config.name}</p>
        <p className={items.facts}>
          {matchName(config.match, nameOf)}
          {config.mask ? ', without addresses' : ''} · {config.every === 'week' ? 'Each week' : 'Each month'} as{' '}
          {config.format.toUpperCase()} into {config.folder} · next {formatMinute(nextAt, now)}
        </p>
        {last === null ? null : (
          <p className={items.facts}>
            Last: {last.file}, {formatMinute(last.at, now)}
          </p>
        )}
        {problem === null ? null : (
          <Trouble>
            The last report could not be written: {typeof problem === 'string' ? `${problem}.` : texts.message(problem)}{' '}
            Lookout tries again every ten minutes.
          </Trouble>
        )}
      </div>
      {canEdit ? (
        <span className={items.buttons}>
          <IconButton label={`Edit ${config.name}`} icon={Pencil} size="sm" onClick={onEdit} />
          <IconButton
            label={`Remove ${config.name}`}
            icon={Trash2}
            size="sm"
            onClick={() =>
              void remove({
                name: config.name,
                channel: 'reportSchedules.remove',
                id,
                undo: 'reportSchedules.save',
                undoArgs: { schedule: config },
              })
            }
          />
        </span>
      ) : null}
    </li>
  );
}

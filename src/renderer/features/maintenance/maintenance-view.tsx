import { clsx } from 'clsx';
import { CalendarClock, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { MaintenanceView as Window } from '../../../contract/model/maintenance.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { ItemListSkeleton } from '../../components/item-list-skeleton.tsx';
import { StatusBadge } from '../../components/status.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import items from '../../components/item-list.module.css';
import { Trouble } from '../../components/trouble.tsx';
import { matchText } from '../../form/match/match-text.ts';
import { formatIn } from '../../format.ts';
import { useCapabilities, useNow } from '../../live/hooks.ts';
import { RemoteNote } from '../../live/remote-note.tsx';
import { useAnswer } from '../../live/use-answer.ts';
import { useCommand } from '../../live/use-command.ts';
import { useRemoval } from '../../live/use-removal.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import css from './maintenance-view.module.css';
import type { CalendarSpan } from './calendar-days.ts';
import { MaintenanceCalendar } from './maintenance-calendar.tsx';
import { WindowDialog } from './window-dialog.tsx';
import { occurrenceText, scheduleText } from './window-text.ts';

const LOOKS = [
  { value: 'list', label: 'List' },
  { value: 'month', label: 'Month' },
  { value: 'week', label: 'Week' },
] as const;

/** The maintenance windows: those under way first, then by their next time, then those that are over. */
export function MaintenanceView() {
  const { answer, trouble } = useAnswer('maintenance.list', {}, 'maintenance');
  const { edit } = useCapabilities();
  /** `new`: the dialog is open for a new window; null: it is closed. */
  const [edited, setEdited] = useState<Window | 'new' | null>(null);
  const [startsAt, setStartsAt] = useState<number | null>(null);
  const [look, setLook] = useState<'list' | CalendarSpan>('list');
  function addAt(at: number | null): void {
    setStartsAt(at);
    setEdited('new');
  }
  const add = edit ? (
    <Button icon={Plus} variant="primary" size="sm" onClick={() => addAt(null)}>
      Add window
    </Button>
  ) : null;
  return (
    <Page title="Maintenance" actions={add}>
      <Trouble className={css.trouble}>{trouble}</Trouble>
      <div className={css.look}>
        <ToggleGroup label="Show as" value={look} onChange={setLook} options={LOOKS} />
      </div>
      {answer === null ? (
        <ItemListSkeleton />
      ) : look !== 'list' ? (
        <MaintenanceCalendar
          span={look}
          windows={answer}
          canEdit={edit}
          onEdit={setEdited}
          onAdd={addAt}
          onShowWeek={() => setLook('week')}
        />
      ) : answer.length === 0 ? (
        <EmptyState icon={CalendarClock} title="No maintenance windows" action={add}>
          <p>
            During planned work, checks go on, but failures open no incident, and the time is not part of uptime. Plan
            it here, or start it now from the menu of an endpoint.
          </p>
        </EmptyState>
      ) : (
        <ul className={items.list}>
          {answer.toSorted(byTime).map((window) => (
            <WindowItem key={window.id} window={window} canEdit={edit} onEdit={() => setEdited(window)} />
          ))}
        </ul>
      )}
      <RemoteNote what="maintenance windows" route={{ name: 'maintenance' }} />
      {edited === null ? null : (
        <WindowDialog
          window={edited === 'new' ? null : edited}
          {...(startsAt === null ? {} : { startsAt })}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}

function byTime(a: Window, b: Window): number {
  const next = ({ next: [first] }: Window) => first?.from ?? Infinity;
  if (a.active !== b.active) return a.active ? -1 : 1;
  return next(a) === next(b) ? a.config.name.localeCompare(b.config.name) : next(a) - next(b);
}

interface WindowItemProps {
  readonly window: Window;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

function WindowItem({ window, canEdit, onEdit }: WindowItemProps) {
  const { id, config, active, next, source } = window;
  const command = useCommand();
  const remove = useRemoval();
  const nameOf = useEndpointNames();
  const now = useNow(10_000);
  const [first, ...more] = next;
  const fromFile = source === 'file';
  return (
    <li className={clsx(items.item, css.window, first === undefined && items.over)}>
      <div className={items.main}>
        <p className={items.name}>
          {config.name}
          {active ? <StatusBadge status="maintenance" /> : null}
          {fromFile ? <span className={items.badge}>lookout.yaml</span> : null}
        </p>
        <p className={clsx(items.facts, window.endpoints === 0 && items.warning)}>
          {matchText(config.match, window.endpoints, nameOf)}
        </p>
        <p className={items.facts}>{scheduleText(config)}</p>
      </div>
      <div className={css.next}>
        {first === undefined ? (
          <p className={items.facts}>Past</p>
        ) : active ? (
          <p className={css.when}>ends {formatIn(first.to, now)}</p>
        ) : (
          <p className={css.when}>begins {formatIn(first.from, now)}</p>
        )}
        {first === undefined ? null : (
          <p className={items.facts} title={more.map(occurrenceText).join('\n')}>
            {occurrenceText(first)}
          </p>
        )}
      </div>
      <div className={css.actions}>
        {active && canEdit ? (
          <Button size="sm" onClick={() => void command('Could not end the maintenance', 'maintenance.end', { id })}>
            End now
          </Button>
        ) : null}
        {fromFile || !canEdit ? null : (
          <>
            <IconButton label={`Edit ${config.name}`} icon={Pencil} size="sm" onClick={onEdit} />
            <IconButton
              label={`Remove ${config.name}`}
              icon={Trash2}
              size="sm"
              onClick={() =>
                void remove({
                  name: config.name,
                  channel: 'maintenance.remove',
                  id,
                  undo: 'maintenance.save',
                  undoArgs: { window: config },
                })
              }
            />
          </>
        )}
      </div>
    </li>
  );
}

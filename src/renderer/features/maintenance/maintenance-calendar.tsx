import { clsx } from 'clsx';
import { BellOff, ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { MaintenanceView as Window } from '../../../contract/model/maintenance.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { formatDay, formatShortTime } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { pathOf } from '../../navigation/route.ts';
import { shortDayName, WEEK } from '../../form/week.ts';
import { calendarDays, onDay, stepCalendar, type CalendarDay, type CalendarSpan } from './calendar-days.ts';
import css from './maintenance-calendar.module.css';

export interface MaintenanceCalendarProps {
  readonly span: CalendarSpan;
  readonly windows: readonly Window[];
  readonly canEdit: boolean;
  readonly onEdit: (window: Window) => void;
  /** Called to add a window that begins at that time. */
  readonly onAdd: (startsAt: number) => void;
  /** Called to show the week of a day that has more entries than fit. */
  readonly onShowWeek: () => void;
}

/** The hour at which a new window begins on the clicked day. */
const NEW_HOUR = 22;
/** The maximum number of entries of a day in the month view. */
const MOST_IN_MONTH = 3;
const NONE: readonly never[] = [];

interface Entry {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** Null: it is a silence. */
  readonly window: Window | null;
}

/** Planned work and silences by day, for a month or a week. */
export function MaintenanceCalendar(props: MaintenanceCalendarProps) {
  const { span, windows, canEdit, onEdit, onAdd, onShowWeek } = props;
  const [at, setAt] = useState(() => Date.now());
  const now = useNow(60_000);
  const days = calendarDays(span, at);
  const entries = useEntries(days, windows);
  const { tabDay, onKeyDown, onFocus } = useDayKeys(days, now);
  const middle = days[Math.floor(days.length / 2)]?.from ?? at;
  const title = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' }).format(
    span === 'month' ? at : middle,
  );
  return (
    <section aria-label="Calendar">
      <div className={css.head}>
        <h2 className={css.title} aria-live="polite">
          {title}
        </h2>
        <IconButton
          label={`Previous ${span}`}
          icon={ChevronLeft}
          size="sm"
          onClick={() => setAt(stepCalendar(span, at, -1))}
        />
        <Button size="sm" onClick={() => setAt(Date.now())}>
          Today
        </Button>
        <IconButton
          label={`Next ${span}`}
          icon={ChevronRight}
          size="sm"
          onClick={() => setAt(stepCalendar(span, at, 1))}
        />
      </div>
      <div className={css.weekdays} aria-hidden>
        {WEEK.map((day) => (
          <span key={day}>{shortDayName(day)}</span>
        ))}
      </div>
      {/* The arrow keys move between days, and each day has a button. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className={css.days} data-span={span} onKeyDown={onKeyDown} onFocus={onFocus}>
        {days.map((day) => (
          <Day
            key={day.from}
            day={day}
            isToday={day.from <= now && now < day.to}
            entries={onDay(day, entries)}
            most={span === 'month' ? MOST_IN_MONTH : Infinity}
            onEdit={onEdit}
            onAdd={canEdit ? onAdd : null}
            inTabOrder={day.from === tabDay}
            onShowWeek={() => {
              setAt(day.from);
              onShowWeek();
            }}
          />
        ))}
      </ul>
    </section>
  );
}

/** How many days each arrow key moves by. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Moves between the “Add” buttons of the days. Only one of them is in the tab order, because a month has 42. */
function useDayKeys(days: readonly CalendarDay[], now: number) {
  const [last, setLast] = useState<number | null>(null);
  const current = days.find(({ from }) => from === last) ?? days.find(({ from, to }) => from <= now && now < to);
  const dayOf = (target: EventTarget) => (target instanceof HTMLElement ? Number(target.dataset['day']) : Number.NaN);
  return {
    tabDay: (current ?? days[0])?.from,
    onFocus: ({ target }: FocusEvent) => {
      const day = dayOf(target);
      if (!Number.isNaN(day)) setLast(day);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { key, target, currentTarget, ctrlKey, metaKey, altKey, shiftKey } = event;
      const at = days.findIndex(({ from }) => from === dayOf(target));
      const to = days[at + (STEPS[key] ?? 0)];
      if (at < 0 || STEPS[key] === undefined || ctrlKey || metaKey || altKey || shiftKey) return;
      event.preventDefault();
      if (to !== undefined) currentTarget.querySelector<HTMLElement>(`[data-day="${to.from}"]`)?.focus();
    },
  };
}

function useEntries(days: readonly CalendarDay[], windows: readonly Window[]): readonly Entry[] {
  const range = { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 1 };
  const planned = useAnswer('maintenance.planned', range, 'maintenance').answer ?? NONE;
  const silences = useAnswer('silences.list', {}, 'alerting').answer ?? NONE;
  const silenced = useAnswer('silences.planned', range, 'alerting').answer ?? NONE;
  const byId = new Map(windows.map((window) => [window.id, window]));
  const work = planned.flatMap(({ windowId, from, to }): Entry[] => {
    const window = byId.get(windowId);
    return window === undefined ? [] : [{ key: `${windowId} ${from}`, from, to, name: window.config.name, window }];
  });
  const reasons = new Map(silences.map(({ id, config }) => [id, config.name]));
  const quiet = silenced.map(({ silenceId, from, to }): Entry => {
    const reason = reasons.get(silenceId) ?? '';
    return { key: `${silenceId} ${from}`, from, to, name: reason === '' ? 'Silence' : reason, window: null };
  });
  return [...work, ...quiet].toSorted((a, b) => a.from - b.from);
}

interface DayProps {
  readonly day: CalendarDay;
  readonly isToday: boolean;
  readonly entries: readonly Entry[];
  readonly most: number;
  readonly onEdit: (window: Window) => void;
  /** Null: nothing can be added. */
  readonly onAdd: ((startsAt: number) => void) | null;
  /** The arrow keys lead to the buttons of the other days. */
  readonly inTabOrder: boolean;
  readonly onShowWeek: () => void;
}

function Day({ day, isToday, entries, most, onEdit, onAdd, inTabOrder, onShowWeek }: DayProps) {
  const date = new Date(day.from);
  const name = formatDay(day.from);
  const more = entries.length - most;
  return (
    <li
      className={clsx(css.day, !day.inMonth && css.outside)}
      aria-label={name}
      aria-current={isToday ? 'date' : undefined}
    >
      <div className={css.dayHead}>
        <span className={css.number}>{date.getDate()}</span>
        {onAdd === null ? null : (
          <button
            type="button"
            className={css.add}
            tabIndex={inTabOrder ? 0 : -1}
            data-day={day.from}
            aria-label={`Add a window on ${name}`}
            onClick={() => onAdd(new Date(date.getFullYear(), date.getMonth(), date.getDate(), NEW_HOUR).getTime())}
          >
            <Plus size={14} aria-hidden />
          </button>
        )}
      </div>
      {entries.slice(0, most).map((entry) => (
        <EntryItem key={entry.key} entry={entry} day={day} onEdit={onEdit} />
      ))}
      {more > 0 ? (
        <button
          type="button"
          className={css.more}
          aria-label={`${more} more on ${name}: show the week`}
          onClick={onShowWeek}
        >
          {more} more
        </button>
      ) : null}
    </li>
  );
}

interface EntryItemProps {
  readonly entry: Entry;
  readonly day: CalendarDay;
  readonly onEdit: (window: Window) => void;
}

function EntryItem({ entry: { from, to, name, window }, day, onEdit }: EntryItemProps) {
  const starts = from < day.from ? '' : `${formatShortTime(from)} `;
  const title = `${name}, ${formatDay(from)} ${formatShortTime(from)} – ${formatDay(to)} ${formatShortTime(to)}`;
  const text = (
    <>
      <span className={css.time}>{starts}</span>
      {name}
    </>
  );
  if (window === null) {
    return (
      <a className={clsx(css.entry, css.silence)} href={`#${pathOf({ name: 'alerts' })}`} title={`Silence: ${title}`}>
        <BellOff size={12} aria-label="Silence" /> {text}
      </a>
    );
  }
  if (window.source === 'file') {
    return (
      <span className={css.entry} title={`${title} (lookout.yaml)`}>
        {text}
      </span>
    );
  }
  return (
    <button type="button" className={css.entry} title={title} onClick={() => onEdit(window)}>
      {text}
    </button>
  );
}

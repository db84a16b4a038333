import { clsx } from 'clsx';
import { useId } from 'react';
import type { Weekday } from '../../../contract/model/maintenance.ts';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { MatchFields } from '../../form/match/match-fields.tsx';
import type { Repeat, WindowDraft } from './window-draft.ts';
import css from './window-dialog.module.css';
import { DAYS, WEEKDAY_NAMES } from './window-text.ts';

const REPEATS: readonly { readonly value: Repeat; readonly label: string }[] = [
  { value: 'once', label: 'Once' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'cron', label: 'Cron' },
];

export interface WindowFormProps {
  readonly draft: WindowDraft;
  readonly onChange: (change: Partial<WindowDraft>) => void;
  /** By field; null: of the window as a whole. */
  readonly errors: ReadonlyMap<keyof WindowDraft | null, string>;
}

export function WindowForm({ draft, onChange, errors }: WindowFormProps) {
  const zones = useId();
  const { repeat } = draft;
  const field = (name: keyof WindowDraft) => ({ name, draft, onChange, errors });
  return (
    <>
      <DraftField {...field('name')} label="Name" required placeholder="Patch night" />
      <MatchFields draft={draft} onChange={onChange} errors={errors} />
      <div className={css.group}>
        <span className={css.label}>Repeat</span>
        <ToggleGroup
          label="Repeat"
          value={repeat}
          onChange={(value) => onChange({ repeat: value })}
          options={REPEATS}
        />
      </div>
      {repeat === 'once' ? (
        <div className={css.pair}>
          <DraftField {...field('from')} label="Start" type="datetime-local" />
          <DraftField {...field('to')} label="End" type="datetime-local" />
        </div>
      ) : null}
      {repeat === 'weekly' ? <Days draft={draft} onChange={onChange} errors={errors} /> : null}
      {repeat === 'monthly' ? (
        <DraftField
          {...field('monthDays')}
          label="Days of the month"
          help="From 1 to 31, or last, with commas between."
        />
      ) : null}
      {repeat === 'cron' ? (
        <DraftField
          {...field('cron')}
          label="Cron expression"
          mono
          help="Minute, hour, day of the month, month, weekday."
        />
      ) : null}
      {repeat === 'once' ? null : (
        <div className={css.pair}>
          {repeat === 'cron' ? null : <DraftField {...field('at')} label="Start time" type="time" />}
          <DraftField {...field('duration')} label="Duration" help="Such as 45m, 2h or 1d." />
        </div>
      )}
      <DraftField
        {...field('timezone')}
        label="Time zone"
        list={zones}
        help="Of the times above, such as Europe/Berlin."
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
    </>
  );
}

function Days({ draft, onChange, errors }: WindowFormProps) {
  const { weekdays } = draft;
  const toggle = (day: Weekday) =>
    onChange({ weekdays: DAYS.filter((one) => (one === day ? !weekdays.includes(day) : weekdays.includes(one))) });
  const error = errors.get('weekdays');
  return (
    <fieldset className={css.group}>
      <legend className={css.label}>Days of the week</legend>
      <div className={css.days}>
        {DAYS.map((day) => (
          <button
            key={day}
            type="button"
            className={clsx(css.day, weekdays.includes(day) && css.chosen)}
            aria-pressed={weekdays.includes(day)}
            aria-label={WEEKDAY_NAMES[day]}
            onClick={() => toggle(day)}
          >
            {WEEKDAY_NAMES[day].slice(0, 3)}
          </button>
        ))}
      </div>
      {error === undefined ? null : <p className={css.error}>{error}</p>}
    </fieldset>
  );
}

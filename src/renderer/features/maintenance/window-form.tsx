import { FieldPair } from '../../components/field-group.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { Choice } from '../../form/choice.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { TimeZoneField } from '../../form/time-zone-field.tsx';
import { DAY_NAMES, shortDayName, WEEK } from '../../form/week.ts';
import type { Repeat, WindowDraft } from './window-draft.ts';
import css from './window-dialog.module.css';

const REPEATS: readonly { readonly value: Repeat; readonly label: string }[] = [
  { value: 'once', label: 'Once' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'cron', label: 'Cron' },
];
const DAYS = WEEK.map((value) => ({ value, label: shortDayName(value), name: DAY_NAMES[value] }));

/** The label of the name field, which depends on what is planned. */
export interface NameField {
  readonly label: string;
  readonly required: boolean;
  readonly placeholder: string;
}

export interface WindowFormProps {
  readonly name: NameField;
  readonly draft: WindowDraft;
  readonly onChange: (change: Partial<WindowDraft>) => void;
  /** The errors by field; null: of the window as a whole. */
  readonly errors: ReadonlyMap<keyof WindowDraft | null, string>;
}

export function WindowForm({ name, draft, onChange, errors }: WindowFormProps) {
  const { repeat } = draft;
  const field = (of: keyof WindowDraft) => ({ name: of, draft, onChange, errors });
  return (
    <>
      <DraftField {...field('name')} {...name} />
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
        <FieldPair>
          <DraftField {...field('from')} label="Start" type="datetime-local" />
          <DraftField {...field('to')} label="End" type="datetime-local" />
        </FieldPair>
      ) : null}
      {repeat === 'weekly' ? (
        <Choice
          label="Days of the week"
          options={DAYS}
          chosen={draft.weekdays}
          onChange={(weekdays) => onChange({ weekdays })}
          error={errors.get('weekdays')}
        />
      ) : null}
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
        <FieldPair>
          {repeat === 'cron' ? null : <DraftField {...field('at')} label="Start time" type="time" />}
          <DraftField {...field('duration')} label="Duration" help="Such as 45 min, 2 h or 1 d." />
        </FieldPair>
      )}
      <TimeZoneField {...field('timezone')} help="Of the times above, such as Europe/Berlin." />
    </>
  );
}

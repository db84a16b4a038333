import { clsx } from 'clsx';
import { useId, useMemo } from 'react';
import type { Weekday } from '../../../contract/model/maintenance.ts';
import { Field, TextArea, TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useAllEndpoints } from '../../live/hooks.ts';
import type { MatchBy, Repeat, WindowDraft } from './window-draft.ts';
import css from './window-dialog.module.css';
import { DAYS, WEEKDAY_NAMES } from './window-text.ts';

const REPEATS: readonly { readonly value: Repeat; readonly label: string }[] = [
  { value: 'once', label: 'Once' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'cron', label: 'Cron' },
];

const MATCHES: readonly { readonly value: MatchBy; readonly label: string }[] = [
  { value: 'all', label: 'All endpoints' },
  { value: 'endpoints', label: 'Some endpoints' },
  { value: 'group', label: 'A group' },
  { value: 'tag', label: 'A tag' },
  { value: 'name', label: 'A name pattern' },
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
      <TextField {...field('name')} label="Name" required placeholder="Patch night" />
      <Match draft={draft} onChange={onChange} errors={errors} />
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
          <TextField {...field('from')} label="Start" type="datetime-local" />
          <TextField {...field('to')} label="End" type="datetime-local" />
        </div>
      ) : null}
      {repeat === 'weekly' ? <Days draft={draft} onChange={onChange} errors={errors} /> : null}
      {repeat === 'monthly' ? (
        <TextField
          {...field('monthDays')}
          label="Days of the month"
          help="From 1 to 31, or last, with commas between."
        />
      ) : null}
      {repeat === 'cron' ? (
        <TextField
          {...field('cron')}
          label="Cron expression"
          mono
          help="Minute, hour, day of the month, month, weekday."
        />
      ) : null}
      {repeat === 'once' ? null : (
        <div className={css.pair}>
          {repeat === 'cron' ? null : <TextField {...field('at')} label="Start time" type="time" />}
          <TextField {...field('duration')} label="Duration" help="Such as 45m, 2h or 1d." />
        </div>
      )}
      <TextField
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

interface TextFieldProps extends WindowFormProps {
  readonly name: keyof WindowDraft;
  readonly label: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly mono?: boolean;
  readonly type?: 'text' | 'time' | 'datetime-local';
  readonly list?: string;
  readonly placeholder?: string;
}

function TextField({ name, label, help, required = false, draft, onChange, errors, ...input }: TextFieldProps) {
  return (
    <Field label={label} help={help} required={required} error={errors.get(name)}>
      {({ id, describedBy, invalid }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          invalid={invalid}
          value={String(draft[name])}
          onChange={(event) => onChange({ [name]: event.target.value })}
          {...input}
        />
      )}
    </Field>
  );
}

function Match({ draft, onChange, errors }: WindowFormProps) {
  const endpoints = useAllEndpoints();
  const { groups, tags } = useMemo(() => {
    const configs = [...endpoints.values()].map(({ endpoint }) => endpoint.config);
    const sorted = (words: readonly string[]) => [...new Set(words)].filter(Boolean).sort();
    return { groups: sorted(configs.map(({ group }) => group)), tags: sorted(configs.flatMap((one) => one.tags)) };
  }, [endpoints]);
  const groupList = useId();
  const tagList = useId();
  const field = (name: keyof WindowDraft) => ({ name, draft, onChange, errors });
  return (
    <div className={css.match}>
      <Field label="Endpoints">
        {({ id }) => (
          <Select
            id={id}
            value={draft.matchBy}
            options={MATCHES}
            onChange={(value) => onChange({ matchBy: MATCHES.find((one) => one.value === value)?.value ?? 'all' })}
          />
        )}
      </Field>
      {draft.matchBy === 'group' ? <TextField {...field('group')} label="Group" list={groupList} /> : null}
      {draft.matchBy === 'tag' ? <TextField {...field('tag')} label="Tag" list={tagList} /> : null}
      {draft.matchBy === 'name' ? (
        <TextField {...field('pattern')} label="Name pattern" placeholder="db-*" help="* stands for any text." />
      ) : null}
      {draft.matchBy === 'endpoints' ? (
        <Field label="Names" help="One per line." error={errors.get('endpoints')}>
          {({ id, describedBy, invalid }) => (
            <TextArea
              id={id}
              aria-describedby={describedBy}
              invalid={invalid}
              value={draft.endpoints}
              onChange={(event) => onChange({ endpoints: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <datalist id={groupList}>
        {groups.map((group) => (
          <option key={group} value={group}>
            {group}
          </option>
        ))}
      </datalist>
      <datalist id={tagList}>
        {tags.map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
      </datalist>
    </div>
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

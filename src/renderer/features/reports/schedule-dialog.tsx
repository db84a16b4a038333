import { useState } from 'react';
import {
  REPORT_FORMATS,
  REPORT_PERIODS,
  type ReportPeriod,
  type ReportScheduleView,
  type WrittenFormat,
} from '../../../contract/model/report-schedule.ts';
import { Field } from '../../components/field.tsx';
import { FieldPair } from '../../components/field-group.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { EMPTY_MATCH, matchDraftOf, matchFieldOf, matchOf, type MatchDraft } from '../../form/match/match-draft.ts';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { TimeZoneField } from '../../form/time-zone-field.tsx';
import { useSave } from '../../form/use-save.ts';
import { useRequest } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { FORMATS } from './report-draft.ts';
import css from './reports-view.module.css';

interface ScheduleDraft extends MatchDraft {
  readonly name: string;
  readonly every: ReportPeriod;
  readonly timezone: string;
  readonly format: WrittenFormat;
  readonly mask: boolean;
  readonly folder: string;
}

const PERIODS = [
  { value: 'month', label: 'Each month' },
  { value: 'week', label: 'Each week, from Monday' },
] as const satisfies readonly { readonly value: ReportPeriod; readonly label: string }[];

export interface ScheduleDialogProps {
  /** Null: a new one. */
  readonly schedule: ReportScheduleView | null;
  readonly onClose: () => void;
}

/** Adds or changes a report that Lookout writes into a folder after each week or month. */
export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const request = useRequest();
  const nameOf = useEndpointNames();
  const [first] = useState(() => draftOf(schedule, nameOf));
  const [draft, setDraft] = useState(first);
  const { busy, errors, save } = useSave(fieldOf, onClose);
  const change = (next: Partial<ScheduleDraft>) => setDraft({ ...draft, ...next });
  const field = (name: keyof ScheduleDraft) => ({ name, draft, onChange: change, errors });
  const id = schedule === null ? {} : { id: schedule.id };
  return (
    <FormDialog
      title={schedule === null ? 'Add a scheduled report' : 'Edit the scheduled report'}
      description="After each week or month, Lookout writes a report into a folder. Those that are due while it does not run are written when it starts."
      unsaved={draft !== first}
      submit={schedule === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => request('reportSchedules.save', { ...id, schedule: inputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <DraftField
        {...field('name')}
        label="Name"
        required
        placeholder="Shop"
        help="The names of the files begin with it."
      />
      <FieldPair>
        <Field label="Every">
          {({ id: field }) => (
            <Select
              id={field}
              value={draft.every}
              options={PERIODS}
              onChange={(value) => change({ every: REPORT_PERIODS.find((one) => one === value) ?? 'month' })}
            />
          )}
        </Field>
        <Field label="Format">
          {({ id: field }) => (
            <Select
              id={field}
              value={draft.format}
              options={FORMATS}
              onChange={(value) => change({ format: REPORT_FORMATS.find((one) => one === value) ?? 'html' })}
            />
          )}
        </Field>
      </FieldPair>
      <MatchFields draft={draft} onChange={change} errors={errors} />
      <DraftField
        {...field('folder')}
        label="Folder"
        required
        mono
        placeholder="/home/ann/reports"
        help="Of the computer that Lookout runs on. It is made if it is missing."
      />
      <TimeZoneField {...field('timezone')} help="In which weeks and months begin." />
      <div className={css.mask}>
        <Switch id="schedule-mask" checked={draft.mask} onChange={(mask) => change({ mask })} />
        <label htmlFor="schedule-mask">Leave out addresses, host names and who wrote notes</label>
      </div>
    </FormDialog>
  );
}

function draftOf(schedule: ReportScheduleView | null, nameOf: (id: string) => string): ScheduleDraft {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (schedule === null) {
    return { ...EMPTY_MATCH, name: '', every: 'month', timezone: zone, format: 'html', mask: false, folder: '' };
  }
  const { match, timezone, ...rest } = schedule.config;
  return { ...matchDraftOf(match, nameOf), ...rest, timezone: timezone === '' ? zone : timezone };
}

function inputOf(draft: ScheduleDraft) {
  const { name, every, timezone, format, mask, folder } = draft;
  const texts = { name: name.trim(), timezone: timezone.trim(), folder: folder.trim() };
  return { ...texts, every, format, mask, match: matchOf(draft) };
}

function fieldOf(path: string): keyof ScheduleDraft | null {
  const name = path.replace(/^schedule\.?/u, '').replace(/\[\d+\]$/u, '');
  if (name === 'name' || name === 'folder' || name === 'timezone') return name;
  return matchFieldOf(name);
}

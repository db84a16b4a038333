import { TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { createSharedValue } from '../../components/shared-value.ts';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { ALL_INCIDENTS, type IncidentFilter, type Period } from './incident-filter.ts';
import css from './incidents-view.module.css';

export interface IncidentFilterState extends IncidentFilter {
  /** A part of the name of an endpoint. */
  readonly name: string;
}

export const NO_FILTER: IncidentFilterState = { ...ALL_INCIDENTS, name: '' };

/** Kept while other views are open. */
export const incidentFilter = createSharedValue(NO_FILTER);

const STATUSES: readonly { readonly value: IncidentFilter['status']; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'ended', label: 'Ended' },
];
const PERIODS: readonly { readonly value: Period['name']; readonly label: string }[] = [
  { value: 'any', label: 'Any time' },
  { value: 'today', label: 'Today' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: 'between', label: 'Between dates' },
];

/** Name, status and period. */
export function IncidentFilters() {
  const filter = incidentFilter.use();
  const change = (part: Partial<IncidentFilterState>) => incidentFilter.set({ ...incidentFilter.get(), ...part });
  const { period } = filter;
  return (
    <search className={css.filters} aria-label="Filter incidents">
      <TextInput
        type="search"
        className={css.name}
        placeholder="Filter by endpoint"
        aria-label="Filter by endpoint"
        value={filter.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <ToggleGroup value={filter.status} onChange={(status) => change({ status })} options={STATUSES} label="Status" />
      <div className={css.period}>
        <Select
          label="Period"
          value={period.name}
          options={PERIODS}
          onChange={(value) => {
            const name = PERIODS.find((one) => one.value === value)?.value ?? 'any';
            change({ period: name === 'between' ? { name, first: '', last: '' } : { name } });
          }}
        />
      </div>
      {period.name === 'between' ? <Dates period={period} onChange={(next) => change({ period: next })} /> : null}
    </search>
  );
}

interface DatesProps {
  readonly period: Extract<Period, { name: 'between' }>;
  readonly onChange: (period: Period) => void;
}

/** Both days are included; an empty one is no bound. */
function Dates({ period, onChange }: DatesProps) {
  const { first, last } = period;
  return (
    <div className={css.dates}>
      <TextInput
        type="date"
        className={css.date}
        aria-label="First day"
        value={first}
        max={last || undefined}
        onChange={(event) => onChange({ ...period, first: event.currentTarget.value })}
      />
      <span aria-hidden>–</span>
      <TextInput
        type="date"
        className={css.date}
        aria-label="Last day"
        value={last}
        min={first || undefined}
        onChange={(event) => onChange({ ...period, last: event.currentTarget.value })}
      />
    </div>
  );
}

import { BellRing } from 'lucide-react';
import { useState } from 'react';
import type { Alert } from '../../../contract/model/alert.ts';
import { sourceOf } from '../../../shared/endpoint-id.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/field.tsx';
import items from '../../components/item-list.module.css';
import { formatCount } from '../../format.ts';
import { useSourceNames } from '../../live/sources.ts';
import { ALERT_GROUPS, groupOf, isFound } from './alert-filter.ts';
import { AlertItem } from './alert-item.tsx';
import css from './alerts.module.css';
import { useAlertFocus } from './use-alert-focus.ts';

export interface AlertsListProps {
  readonly open: readonly Alert[];
  readonly ended: readonly Alert[];
  readonly hasRules: boolean;
}

/** The alerts that wait or fire, then those that ended. */
export function AlertsList({ open, ended, hasRules }: AlertsListProps) {
  if (open.length + ended.length === 0) {
    return (
      <EmptyState icon={BellRing} title="No alerts">
        <p>
          {hasRules
            ? 'No endpoint of your rules has had a problem.'
            : 'Alerts of your rules appear here. Without rules, Lookout only notifies you on this computer.'}
        </p>
      </EmptyState>
    );
  }
  return <Groups alerts={[...open, ...ended]} />;
}

function Groups({ alerts }: { readonly alerts: readonly Alert[] }) {
  const [search, setSearch] = useState('');
  const sources = useSourceNames();
  const found = alerts.filter((alert) => isFound(alert, search, sources.get(sourceOf(alert.id)) ?? ''));
  const byGroup = Map.groupBy(found, groupOf);
  const { searchField, list } = useAlertFocus();
  return (
    <>
      <TextInput
        {...searchField}
        className={css.search}
        type="search"
        aria-keyshortcuts="/"
        value={search}
        placeholder="Search alerts"
        aria-label="Search alerts"
        onChange={({ target }) => setSearch(target.value)}
      />
      {found.length === 0 ? <p className={css.calm}>No alert contains these words.</p> : null}
      <div {...list}>
        {ALERT_GROUPS.map(({ value, label }) => (
          <Section key={value} label={label} alerts={byGroup.get(value) ?? []} />
        ))}
      </div>
    </>
  );
}

function Section({ label, alerts }: { readonly label: string; readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return null;
  return (
    <section className={css.section} aria-label={label}>
      <h2 className={css.heading}>
        {label} <span className={css.count}>{formatCount(alerts.length)}</span>
      </h2>
      <ul className={items.list}>
        {alerts.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  );
}

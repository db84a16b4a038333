import { clsx } from 'clsx';
import { Layers } from 'lucide-react';
import type { Status } from '../../../contract/model/endpoint.ts';
import { formatCount } from '../../format.ts';
import { IconButton } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { useSourceNames } from '../../live/sources.ts';
import css from './bars.module.css';
import { setListState, type ListState } from './list-state.ts';
import type { GroupBy } from './list-order.ts';
import { shownGroupBy, type ShownList } from './use-list-rows.ts';

// No group's name begins with a control character. The empty name is that of endpoints without a group.
const EVERY = '\u0000every';

const GROUPINGS: readonly { readonly value: GroupBy | 'none'; readonly label: string }[] = [
  { value: 'group', label: 'By group' },
  { value: 'source', label: 'By source' },
  { value: 'none', label: 'Not grouped' },
];

/** Status chips with counts, the source, the group, and what has headers in the list. */
export function FilterBar({ list, state }: { readonly list: ShownList; readonly state: ListState }) {
  const { counts, groups } = list;
  const sources = useSourceNames();
  const groupBy = shownGroupBy(state.groupBy, sources.size > 0);
  const shown = STATUS_ORDER.filter((status) => counts[status] > 0 || state.statuses.has(status));
  const total = STATUS_ORDER.reduce((sum, status) => sum + counts[status], 0);
  const flip = (status: Status) => {
    const statuses = new Set(state.statuses);
    if (!statuses.delete(status)) statuses.add(status);
    setListState({ statuses });
  };
  return (
    <div className={css.bar}>
      <fieldset className={css.chips}>
        <legend className="sr-only">Filter by status</legend>
        <button
          type="button"
          className={css.chip}
          aria-pressed={state.statuses.size === 0}
          onClick={() => setListState({ statuses: new Set() })}
        >
          All <span className={css.count}>{formatCount(total)}</span>
        </button>
        {shown.map((status) => {
          const { word, icon: Icon, color } = STATUS_LOOK[status];
          return (
            <button
              key={status}
              type="button"
              className={css.chip}
              aria-pressed={state.statuses.has(status)}
              onClick={() => flip(status)}
            >
              <Icon size={13} strokeWidth={2.25} style={{ color }} aria-hidden />
              {word} <span className={css.count}>{formatCount(counts[status])}</span>
            </button>
          );
        })}
      </fieldset>
      {groups.length === 0 && sources.size === 0 ? null : (
        <div className={css.right}>
          {sources.size === 0 ? null : (
            <Select
              label="Source"
              value={state.source ?? EVERY}
              onChange={(value) => setListState({ source: value === EVERY ? null : value })}
              options={[
                { value: EVERY, label: 'All sources' },
                ...[...sources].map(([id, name]) => ({ value: id, label: name })),
              ]}
            />
          )}
          {groups.length === 0 ? null : (
            <Select
              label="Group"
              value={state.group ?? EVERY}
              onChange={(value) => setListState({ group: value === EVERY ? null : value })}
              options={[
                { value: EVERY, label: 'All groups' },
                ...groups.map((group) => ({ value: group, label: group })),
                { value: '', label: 'No group' },
              ]}
            />
          )}
          {sources.size === 0 ? (
            <IconButton
              icon={Layers}
              label={groupBy === 'group' ? 'Ungroup' : 'Group'}
              aria-pressed={groupBy === 'group'}
              className={clsx(groupBy === 'group' && css.on)}
              onClick={() => setListState({ groupBy: groupBy === 'group' ? null : 'group' })}
            />
          ) : (
            <Select
              label="Grouping"
              value={groupBy ?? 'none'}
              onChange={(value) => setListState({ groupBy: value === 'group' || value === 'source' ? value : null })}
              options={GROUPINGS}
            />
          )}
        </div>
      )}
    </div>
  );
}

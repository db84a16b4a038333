import { clsx } from 'clsx';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { formatCount } from '../../format.ts';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { GridCell, GridRow } from './grid.tsx';
import type { ListRow } from './list-model.ts';
import css from './row.module.css';

export interface GroupRowProps {
  readonly row: Extract<ListRow, { type: 'group' }>;
  readonly domId: string;
  readonly index: number;
  readonly active: boolean;
  /** Pixels from the top of the rows. */
  readonly top: number;
}

/** The header of a group: its name, and how many of it have which status. */
export const GroupRow = memo(function GroupRow({ row, domId, index, active, top }: GroupRowProps) {
  const { group, collapsed, counts } = row;
  const Icon = collapsed ? ChevronRight : ChevronDown;
  const name = group === '' ? 'No group' : group;
  return (
    <GridRow
      id={domId}
      index={index}
      className={clsx(css.group, active && css.active)}
      data-group={group}
      style={{ transform: `translateY(${top}px)` }}
    >
      <GridCell className={css.groupCell} aria-colspan={10}>
        <button type="button" tabIndex={-1} className={css.groupName} aria-expanded={!collapsed} title={name}>
          <Icon size={15} aria-hidden />
          <span className={css.groupText}>{name}</span>
        </button>
        {STATUS_ORDER.filter((status) => counts[status] > 0).map((status) => {
          const { icon: StatusIcon, color, word } = STATUS_LOOK[status];
          return (
            <span key={status} className={css.groupCount} title={`${counts[status]} ${word.toLowerCase()}`}>
              <StatusIcon size={13} style={{ color }} aria-hidden />
              {formatCount(counts[status])}
              <span className="sr-only"> {word.toLowerCase()}</span>
            </span>
          );
        })}
      </GridCell>
    </GridRow>
  );
});

import { clsx } from 'clsx';
import { ChevronDown, ChevronRight, EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '../../components/button.tsx';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { formatCount, formatPercent } from '../../format.ts';
import { GridCell, GridRow } from './grid.tsx';
import { sameSummary, type GroupSummary, type ListRow } from './list-rows.ts';
import css from './row.module.css';

export interface GroupRowProps {
  readonly row: Extract<ListRow, { type: 'group' }>;
  readonly summary: GroupSummary;
  readonly domId: string;
  readonly index: number;
  readonly active: boolean;
}

/** The header of a group: its name, how many endpoints have which status, and their uptime. It sticks to the top. */
export const GroupRow = memo(
  function GroupRow({ row, summary, domId, index, active }: GroupRowProps) {
    const { group, collapsed } = row;
    const { counts, uptime24h } = summary;
    const Icon = collapsed ? ChevronRight : ChevronDown;
    const name = group === '' ? 'No group' : group;
    return (
      <GridRow id={domId} index={index} className={clsx(css.group, active && css.active)} data-group={group}>
        <GridCell className={css.groupCell} aria-colspan={7}>
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
        <GridCell className={css.groupUptime} title="Mean uptime of the group">
          {uptime24h === null ? <span className={css.none}>–</span> : formatPercent(uptime24h)}
        </GridCell>
        <GridCell className={css.groupRest} aria-colspan={2} />
        <GridCell className={css.menu}>
          <IconButton
            size="sm"
            icon={EllipsisVertical}
            label={`Actions for group ${name}`}
            tooltip={false}
            tabIndex={-1}
            aria-haspopup="menu"
            data-act="menu"
          />
        </GridCell>
      </GridRow>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.domId === after.domId &&
    before.index === after.index &&
    before.active === after.active &&
    sameSummary(before.summary, after.summary),
);

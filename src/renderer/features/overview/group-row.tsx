import { clsx } from 'clsx';
import { ChevronDown, ChevronRight, EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import type { Source, SourceConnection } from '../../../contract/model/source.ts';
import { IconButton } from '../../components/button.tsx';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { formatCount, formatPercent } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { connectionText, SOURCE_STATES } from '../../live/source-words.ts';
import { GridCell, GridRow } from './grid.tsx';
import { sameSummary, type GroupHeader, type GroupSummary } from './list-rows.ts';
import css from './row.module.css';

export interface GroupRowProps {
  readonly row: GroupHeader;
  readonly name: string;
  /** Undefined: the header is not of a source. */
  readonly source: Source | undefined;
  readonly summary: GroupSummary;
  readonly domId: string;
  readonly index: number;
  readonly active: boolean;
}

/**
 * The header of a group or of a source: its name, how many endpoints have which status, and their uptime; of another Lookout, also how the
 * connection to it is. It sticks to the top.
 */
export const GroupRow = memo(
  function GroupRow({ row, name, source, summary, domId, index, active }: GroupRowProps) {
    const { key, by, collapsed } = row;
    const { counts, uptime24h } = summary;
    const Icon = collapsed ? ChevronRight : ChevronDown;
    return (
      <GridRow id={domId} index={index} className={clsx(css.group, active && css.active)} data-group={key}>
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
          {source?.connection === undefined ? null : <Connection connection={source.connection} />}
        </GridCell>
        <GridCell className={css.groupUptime} title={`Mean uptime of the ${by}`}>
          {uptime24h === null ? <span className={css.none}>–</span> : formatPercent(uptime24h)}
        </GridCell>
        <GridCell className={css.groupRest} aria-colspan={2} />
        <GridCell className={css.menu}>
          <IconButton
            size="sm"
            icon={EllipsisVertical}
            label={`Actions for ${by} ${name}`}
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
    before.name === after.name &&
    before.source === after.source &&
    before.domId === after.domId &&
    before.index === after.index &&
    before.active === after.active &&
    sameSummary(before.summary, after.summary),
);

/** How the connection to a source is, and what is wrong with it. */
function Connection({ connection }: { readonly connection: SourceConnection }) {
  const text = connectionText(connection, useTexts());
  const { icon: Icon, color } = STATUS_LOOK[SOURCE_STATES[connection.state].status];
  return (
    <span className={css.connection} title={text} data-state={connection.state}>
      <Icon size={13} style={{ color }} aria-hidden />
      <span className={css.groupText}>{text}</span>
    </span>
  );
}

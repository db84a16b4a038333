import { clsx } from 'clsx';
import { memo } from 'react';
import type { Status } from '../../../contract/model/endpoint.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { pathOf } from '../../navigation/route.ts';
import css from './wall-item.module.css';

export interface WallItemProps {
  readonly id: string;
  readonly name: string;
  /** Null: it is not shown. */
  readonly group: string | null;
  readonly status: Status;
  readonly failing: boolean;
  /** The latency, or for how long it has been down and why. */
  readonly fact: string;
  readonly uptime: string;
  readonly layout: 'tiles' | 'rows';
}

/** An endpoint on the wall, with a color and an icon that are visible from afar. */
export const WallItem = memo(function WallItem(props: WallItemProps) {
  const { id, name, group, status, failing, fact, uptime, layout } = props;
  const { icon: Icon, word } = STATUS_LOOK[status];
  const retrying = failing && status !== 'down';
  return (
    <li
      className={clsx(css.item, layout === 'tiles' ? css.tile : css.row)}
      data-status={status}
      data-failing={retrying}
      data-grouped={group !== null || undefined}
    >
      <a href={`#${pathOf({ name: 'endpoint', id })}`} title={name} tabIndex={-1}>
        <span className={css.icon}>
          <Icon aria-hidden />
          <span className="sr-only">{retrying ? `${word}, retrying` : word}</span>
        </span>
        <span className={css.name}>{name}</span>
        {layout === 'rows' && group !== null ? <span className={css.group}>{group}</span> : null}
        <span className={css.fact}>{fact}</span>
        {layout === 'rows' ? <span className={css.uptime}>{uptime}</span> : null}
      </a>
    </li>
  );
});

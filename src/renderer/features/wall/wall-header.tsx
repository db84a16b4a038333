import { Siren, Unplug } from 'lucide-react';
import { STATUS_ORDER } from '../../components/status-order.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { formatCount, formatShortTime } from '../../format.ts';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useConnected, useNow, useSources } from '../../live/hooks.ts';
import { overall, type StatusCounts } from '../../live/overall.ts';
import type { WallChoice } from '../../navigation/wall-choice.ts';
import { groupName } from '../overview/group-name.ts';
import type { Rotation } from './use-rotation.ts';
import type { Screen } from './wall-layout.ts';
import css from './wall.module.css';

interface WallHeaderProps {
  readonly choice: WallChoice;
  readonly counts: StatusCounts;
  /** The number of open incidents. */
  readonly open: number;
  readonly screen: Screen | undefined;
  readonly screens: number;
  readonly rotation: Rotation;
}

/** The overall status, the counts, and what the screen shows. */
export function WallHeader({ choice, counts, open, screen, screens, rotation }: WallHeaderProps) {
  const connected = useConnected();
  const now = useNow(1000);
  const { status, text } = overall(counts);
  const sources = useSources();
  const away = sources.filter((source) => staleSince(source) !== null);
  const group = screen?.group ?? choice.group ?? null;
  const by = choice.scope === 'sources' && choice.group === undefined ? 'source' : 'group';
  const name = group === null ? null : groupName(by, group, sources);
  return (
    <header className={css.header}>
      <h1 className={css.title} data-status={connected ? status : 'unknown'}>
        {connected ? text : 'Not connected'}
      </h1>
      {/* Read aloud only when it changes. */}
      <output className="sr-only">{connected ? text : 'Not connected'}</output>
      <ul className={css.counts} aria-label="Counts">
        {STATUS_ORDER.filter((one) => counts[one] > 0).map((one) => {
          const { icon: Icon, word, color } = STATUS_LOOK[one];
          return (
            <li key={one} title={word}>
              <Icon style={{ color }} aria-hidden />
              {formatCount(counts[one])}
              <span className={css.word}>{word.toLowerCase()}</span>
            </li>
          );
        })}
        {open === 0 ? null : (
          <li className={css.open} title={open === 1 ? 'Open incident' : 'Open incidents'}>
            <Siren aria-hidden />
            {formatCount(open)}
            <span className={css.word}>{open === 1 ? 'open incident' : 'open incidents'}</span>
          </li>
        )}
        {away.length === 0 ? null : (
          <li title={away.map(({ id, name: its = id }) => its).join(', ')}>
            <Unplug style={{ color: STATUS_LOOK.unknown.color }} aria-hidden />
            {formatCount(away.length)}
            <span className={css.word}>{away.length === 1 ? 'source not connected' : 'sources not connected'}</span>
          </li>
        )}
      </ul>
      <div className={css.where}>
        {name === null ? null : <strong title={name}>{name}</strong>}
        {screens < 2 ? null : (
          <span data-screens>
            {rotation.index + 1} of {screens}
            {rotation.paused ? ', paused' : ''}
          </span>
        )}
        <time className={css.clock}>{formatShortTime(now)}</time>
      </div>
    </header>
  );
}

/** How a status looks: a word, an icon with a distinct shape, and a color. The color is never the only difference. */
import { clsx } from 'clsx';
import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  OctagonX,
  TriangleAlert,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { CSSProperties } from 'react';
import type { Status } from '../../contract/model/endpoint.ts';
import css from './status.module.css';

interface StatusLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly color: string;
  readonly soft: string;
}

export const STATUS_LOOK: Readonly<Record<Status, StatusLook>> = {
  up: look('Up', CircleCheck, 'up'),
  degraded: look('Degraded', TriangleAlert, 'degraded'),
  down: look('Down', OctagonX, 'down'),
  unknown: look('Unknown', CircleHelp, 'unknown'),
  paused: look('Paused', CirclePause, 'paused'),
  pending: look('Pending', CircleDashed, 'pending'),
  maintenance: look('Maintenance', Wrench, 'maintenance'),
};

function look(word: string, icon: LucideIcon, token: string): StatusLook {
  return { word, icon, color: `var(--${token})`, soft: `var(--${token}-soft)` };
}

interface StatusProps {
  readonly status: Status;
  /** Retries are in progress: the endpoint is still up, but checks are failing. */
  readonly failing?: boolean;
  readonly className?: string | undefined;
}

/** Only the icon. The word is there for screen readers and as a tooltip. */
export function StatusDot({ status, failing = false, className }: StatusProps) {
  const { word, icon: Icon, color } = STATUS_LOOK[status];
  const retrying = failing && status !== 'down';
  const label = retrying ? `${word}, retrying after a failure` : word;
  return (
    <span className={clsx(css.dot, retrying && css.retrying, className)} style={{ color }} title={label}>
      <Icon size={16} strokeWidth={2.25} aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** Icon and word on a tinted background. */
export function StatusBadge({ status, failing = false, className }: StatusProps) {
  const { word, icon: Icon, color, soft } = STATUS_LOOK[status];
  return (
    <span className={clsx(css.badge, className)} style={{ '--color': color, '--soft': soft } as CSSProperties}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      {word}
      {failing && status !== 'down' ? <span className={css.more}>retrying</span> : null}
    </span>
  );
}

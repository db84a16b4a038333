/** The times in a row. Each updates itself, so the row does not render every second. */
import { formatAge, formatDateTime, formatIn } from '../../format.ts';
import { useConnected, useNow } from '../../live/hooks.ts';

const MINUTE_MS = 60_000;

/** For how long the endpoint has had its status. */
export function Since({ at }: { readonly at: number }) {
  const coarse = useNow(MINUTE_MS / 6);
  return (
    <span title={`Since ${formatDateTime(at)}`}>
      {coarse - at < MINUTE_MS ? <Seconds at={at} /> : formatAge(coarse - at)}
    </span>
  );
}

function Seconds({ at }: { readonly at: number }) {
  return formatAge(useNow(1000) - at);
}

interface NextCheckProps {
  /** When the next check starts, or when the pause ends; null: a check is running. */
  readonly nextAt: number | null;
  /** It is paused until a person resumes it. */
  readonly paused: boolean;
  /** Its source is not connected. */
  readonly stale: boolean;
}

/** The time to the next check, which is unknown without a connection. */
export function NextCheck({ nextAt, paused, stale }: NextCheckProps) {
  const now = useNow(1000);
  const connected = useConnected();
  if (paused) return 'paused';
  if (!connected || stale) return '–';
  return nextAt === null ? 'now' : formatIn(nextAt, now);
}

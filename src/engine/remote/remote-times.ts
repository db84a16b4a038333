import type { Ms } from '../../contract/model/units.ts';

export interface RemoteTimes {
  /** The first and the longest delay before another attempt to connect. It doubles each time. */
  readonly firstRetry: Ms;
  readonly lastRetry: Ms;
  /** The delay after an attempt that only a change can help. */
  readonly refusedRetry: Ms;
  /** A remote Lookout that sends nothing for this long, neither pushes nor pings, is no longer there. */
  readonly silent: Ms;
  /** How long an answer that is made of those of all sources waits for the slowest. Pages ask again when it is back. */
  readonly gather: Ms;
}

export const REMOTE_TIMES: RemoteTimes = {
  firstRetry: 500,
  lastRetry: 10_000,
  refusedRetry: 60_000,
  silent: 50_000,
  gather: 3_000,
};

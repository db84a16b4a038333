import type { Ms } from '../../contract/model/units.ts';

export interface RemoteTimes {
  /** The first and the longest delay before another attempt to connect. The delay doubles with each attempt. */
  readonly firstRetry: Ms;
  readonly lastRetry: Ms;
  /** The delay after a failure that only a change, such as another token, can fix. */
  readonly refusedRetry: Ms;
  /** A remote Lookout that sends neither pushes nor pings for this long counts as disconnected. */
  readonly silent: Ms;
  /**
   * How long an answer that combines those of all sources waits for the slowest one. Pages request it again when that
   * source is back.
   */
  readonly gather: Ms;
}

export const REMOTE_TIMES: RemoteTimes = {
  firstRetry: 500,
  lastRetry: 10_000,
  refusedRetry: 60_000,
  silent: 50_000,
  gather: 3_000,
};

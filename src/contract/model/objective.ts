import type { EndpointMatch } from './match.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

/** The config of an objective: how much of the time endpoints should be up. */
export interface ObjectiveConfig {
  /** 1 to 200 characters. */
  readonly name: string;
  /** The endpoints together: their mean counts. */
  readonly match: EndpointMatch;
  /** A percentage from 1 to 99.9999, such as 99.9. */
  readonly target: number;
  /** The length of the window that ends now; 1 d to 366 d. */
  readonly window: Ms;
}

/** An objective as a form, a file or a script gives it. The window may be a text such as `30d`; default 30 d. */
export interface ObjectiveInput {
  readonly name?: string | undefined;
  readonly match?: EndpointMatch | undefined;
  readonly target?: number | undefined;
  readonly window?: Ms | string | undefined;
}

/** The windows over which the use of the budget is measured. */
export const BURN_WINDOWS = ['5m', '1h', '6h', '3d'] as const;
export type BurnWindow = (typeof BURN_WINDOWS)[number];

/**
 * How urgent it is: `fast` (2 % of the budget of 30 days in an hour) and `slow` (5 % in 6 hours) need somebody now, `steady` (10 % in
 * 3 days) in the next days.
 */
export type BurnLevel = 'fast' | 'slow' | 'steady';

/** The state of an objective. */
export interface ObjectiveStatus {
  /** Time up divided by time up and down in the window; null: nothing is known. */
  readonly ratio: number | null;
  /** How much of the window is known, 0 to 1. */
  readonly coverage: number;
  /** How long the endpoint may be down in the window. */
  readonly budgetMs: Ms;
  readonly downMs: Ms;
  /** Negative: the objective is missed. */
  readonly leftMs: Ms;
  /**
   * How fast confirmed down time uses up the budget: 1 uses it up exactly in the window. Incidents of a single failed check do not
   * count, so that one failed check never alerts anybody.
   */
  readonly burn: Readonly<Record<BurnWindow, number>>;
  /** Null: the budget lasts. */
  readonly level: BurnLevel | null;
  /**
   * What `exhaustedAt` assumes. `rate`: it goes on as in the last 3 days, or with a `level` as in its time (1 hour, 6 hours, 3 days);
   * `outage`: the endpoints that are down now stay down, which is faster. An endpoint of which a single check has failed does not count.
   */
  readonly forecast: 'rate' | 'outage';
  /** When the budget will be used up; null: not within the length of the window, or it is used up. */
  readonly exhaustedAt: EpochMs | null;
}

/** An objective and its state. */
export interface ObjectiveView extends ObjectiveStatus {
  /** For an endpoint's own objective, the id of the endpoint. */
  readonly id: string;
  /** `endpoint`: a field of the endpoint. `file`: from lookout.yaml, and changed only there. */
  readonly source: 'endpoint' | 'hand' | 'file';
  readonly config: ObjectiveConfig;
  /** The endpoints that count. */
  readonly endpoints: readonly EndpointId[];
}

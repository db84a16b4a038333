import type { CheckSummary, Verdict } from './check.ts';
import type { EndpointId, EpochMs, Json, Ms } from './units.ts';

/** The fields that every kind of endpoint has. The kind's own fields (`url`, `host`, …) stand beside them. */
export interface CommonConfig {
  /** Shown in the list; 1 to 200 characters. */
  readonly name: string;
  /** What is spoken: the `kind` of a check kind in the registry, such as `http`. */
  readonly kind: string;
  /** From the start of one check to the start of the next; 500 ms to 24 h. */
  readonly interval: Ms;
  /** The deadline of one check, from DNS to the last byte; 100 ms to 10 min. */
  readonly timeout: Ms;
  /** How many further failed checks it takes, after the first, before the status is `down`; 0 to 100. */
  readonly retries: number;
  /** From the end of a failed check to its retry; 500 ms to 24 h. */
  readonly retryInterval: Ms;
  /** A successful check that takes longer than this is `degraded`; null: never. */
  readonly degradedAbove: Ms | null;
  /** Empty: in no group. */
  readonly group: string;
  readonly tags: readonly string[];
  /** Free text for the people who look after it. */
  readonly note: string;
}

export type EndpointConfig = CommonConfig & { readonly [field: string]: Json };

export interface Endpoint {
  readonly id: EndpointId;
  /** Validated, with every default filled in; durations in milliseconds. A secret that is set is a `SECRET_SET`. */
  readonly config: EndpointConfig;
  /** What is watched, for people: `https://example.org/health`, `db.example.org:5432`. */
  readonly target: string;
  readonly paused: boolean;
  /** When a pause ends by itself; null: not paused, or until it is resumed. */
  readonly pausedUntil: EpochMs | null;
  /** `hand`: added in the app. `file`: from lookout.yaml, changed only there. */
  readonly source: 'hand' | 'file';
  readonly createdAt: EpochMs;
}

/**
 * A new or changed endpoint as it comes from a form, a file or a script: a `name` is made from the target when absent,
 * other fields take their defaults, and durations may be written as `30s`, `1m30s`, `500ms` or as milliseconds. In the
 * place of a secret, `SECRET_SET` keeps the one that is stored.
 */
export type EndpointInput = { readonly kind: string; readonly [field: string]: Json | undefined };

/** `pending`: not judged yet. `maintenance`: checks go on but nobody is told. */
export const STATUSES = ['pending', 'up', 'degraded', 'down', 'unknown', 'paused', 'maintenance'] as const;

export type Status = (typeof STATUSES)[number];

/** The last checks of an endpoint, oldest first, a column each; all columns have one length, at most `RECENT_CHECKS`. */
export interface RecentChecks {
  readonly at: readonly EpochMs[];
  readonly durationMs: readonly Ms[];
  readonly verdict: readonly Verdict[];
  /** The failure's sentence, or null. */
  readonly failure: readonly (string | null)[];
}

/** How many checks the list's bar and sparkline show at most. */
export const RECENT_CHECKS = 60;

/** Where an endpoint stands now. */
export interface EndpointState {
  readonly status: Status;
  /** Since when it has had this status. */
  readonly since: EpochMs;
  /** Failed checks in a row; with `status` still up, retries are under way. Time that nobody watched ends the row. */
  readonly failing: number;
  /** When the next check is due; null: none is (paused), or one is in flight. */
  readonly nextAt: EpochMs | null;
  readonly last: CheckSummary | null;
  /** Up time over up and down time of the last 24 h, 0 to 1; null: nothing known. */
  readonly uptime24h: number | null;
}

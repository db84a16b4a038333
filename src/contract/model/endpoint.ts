import type { CheckSummary, Verdict } from './check.ts';
import type { Dialect } from './condition.ts';
import type { FailureSummary } from './failure.ts';
import type { EndpointMaintenance } from './maintenance.ts';
import type { EndpointId, EpochMs, Json, Ms } from './units.ts';

/** The fields that every kind of endpoint has. The fields of the kind itself (`url`, `host`, …) are beside them. */
export interface CommonConfig {
  /** Shown in the list; 1 to 200 characters. */
  readonly name: string;
  /** The `kind` of a check kind in the registry, such as `http`. */
  readonly kind: string;
  /** From the start of one check to the start of the next; 500 ms to 24 h. */
  readonly interval: Ms;
  /** The deadline of one check, from DNS to the last byte; 100 ms to 10 min. */
  readonly timeout: Ms;
  /** How many more failed checks in a row, after the first, make the status `down`; 0 to 100. */
  readonly retries: number;
  /** From the end of a failed check to its retry; 500 ms to 24 h. */
  readonly retryInterval: Ms;
  /** A successful check that takes longer than this is `degraded`; null: never. */
  readonly degradedAbove: Ms | null;
  /** Whether the endpoint is `degraded` while its checks take much longer than usual at this hour. Always there once read. */
  readonly slowerThanUsual?: boolean;
  /** Assertions on each check, such as `[STATUS] == 200`; at most 50. All must hold. See docs/conditions.md. */
  readonly conditions: readonly string[];
  /** The dialect of `conditions`. */
  readonly dialect: Dialect;
  /** Empty: no group. */
  readonly group: string;
  readonly tags: readonly string[];
  /**
   * The id of the endpoint in the file that it was imported from, such as `gatus:core_website`; absent or empty: it was
   * not imported.
   */
  readonly sourceId?: string;
  /** The percentage of time that the endpoint should be up, such as 99.9; null: it has no objective. Always there once read. */
  readonly objective?: number | null;
  /** The period up to now that the objective covers; 1 d to 366 d. Always there once read. */
  readonly objectiveWindow?: Ms;
  /**
   * The endpoints on the way to this one: names, `tag:` and a tag, or `group:` and a group. While one of them is down, nobody is
   * alerted about this one. Always there once read.
   */
  readonly dependsOn?: readonly string[];
  /** The names of the vantage points that check it, for a Lookout beside Prometheus; empty: all. Always there once read. */
  readonly vantages?: readonly string[];
  /** How many vantage points must say that it is down; null: more than half of them. Always there once read. */
  readonly vantagesDown?: number | null;
  /** For how long checks must fail before the endpoint is down; 1 s to 24 h; null: `retries` alone decide. Always there once read. */
  readonly downFor?: Ms | null;
  /** Free text for the people who are responsible for the endpoint. */
  readonly note: string;
}

export type EndpointConfig = CommonConfig & { readonly [field: string]: Json };

export interface Endpoint {
  readonly id: EndpointId;
  /** Validated and with all defaults; durations in milliseconds. A secret that is set appears as `SECRET_SET`. */
  readonly config: EndpointConfig;
  /** What is watched, as people read it: `https://example.org/health`, `db.example.org:5432`. */
  readonly target: string;
  readonly paused: boolean;
  /** When the pause ends by itself; null: not paused, or paused until it is resumed. */
  readonly pausedUntil: EpochMs | null;
  /** `hand`: added in the app. `file`: from lookout.yaml, and changed only there. `demo`: served by Lookout itself. */
  readonly source: 'hand' | 'file' | 'demo';
  readonly createdAt: EpochMs;
}

/**
 * A new or changed endpoint as it comes from a form, a file or a script. A missing `name` is made from the target,
 * other missing fields get their defaults, and durations may be written as `30s`, `1m30s`, `500ms` or in milliseconds.
 * `SECRET_SET` in place of a secret keeps the stored one.
 */
export type EndpointInput = { readonly kind: string; readonly [field: string]: Json | undefined };

/**
 * `pending`: not judged yet. `maintenance`: planned work; checks continue, but they open no incident, and the time is not
 * part of uptime.
 */
export const STATUSES = ['pending', 'up', 'degraded', 'down', 'unknown', 'paused', 'maintenance'] as const;

export type Status = (typeof STATUSES)[number];

/**
 * The last checks of an endpoint, oldest first, as columns. All columns have the same length, at most `RECENT_CHECKS`.
 */
export interface RecentChecks {
  readonly at: readonly EpochMs[];
  readonly durationMs: readonly Ms[];
  readonly verdict: readonly Verdict[];
  /** Why the check failed, or why it is degraded (`CheckSummary.warning`). Null: neither. */
  readonly failure: readonly (FailureSummary | null)[];
  /** Not a column: the times of the checks that Lookout was too busy to time well (`CheckResult.disturbed`). */
  readonly disturbed: readonly EpochMs[];
}

/** The most checks in the list's status bar and sparkline. */
export const RECENT_CHECKS = 60;

/** The current state of an endpoint. */
export interface EndpointState {
  readonly status: Status;
  /** When this status began; for `down`, when the incident began, also if Lookout was not running in between. */
  readonly since: EpochMs;
  /** Failed checks in a row. While `status` is still up, retries are under way. A time without checks resets it. */
  readonly failing: number;
  /** When the next check is due; null: no check is scheduled (paused), or one is in flight. */
  readonly nextAt: EpochMs | null;
  readonly last: CheckSummary | null;
  /** Time up divided by time up and down, over the last 24 h, 0 to 1; null: nothing is known. */
  readonly uptime24h: number | null;
  /** Only with the status `maintenance`. */
  readonly maintenance?: EndpointMaintenance;
  /** Only while it is down: the name of the endpoint that it depends on, which is down too. */
  readonly behind?: string;
}

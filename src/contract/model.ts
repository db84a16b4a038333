/** What the engine knows, in the words of the field. Everything is readonly and plain JSON. */
import type { Failure, Phase } from './model/failure.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
/** Milliseconds of duration. */
export type Ms = number;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;
/** Stable for the life of an endpoint; a rename keeps it and its history. */
export type EndpointId = string;

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

/** Milliseconds for each phase; absent when the phase was not reached or does not exist for the kind. */
export type Phases = { readonly [P in Phase]?: Ms };

/** The judgement on one check. `unknown`: this machine could not judge; it never counts as downtime. */
export const VERDICTS = ['up', 'degraded', 'down', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `pending`: not judged yet. `maintenance`: checks go on but nobody is told. */
export const STATUSES = ['pending', 'up', 'degraded', 'down', 'unknown', 'paused', 'maintenance'] as const;
export type Status = (typeof STATUSES)[number];

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names (RFC 5280, 4.2.1.6), such as `DNS:example.org`. */
  readonly names: readonly string[];
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
  /** Hexadecimal, as in the certificate. */
  readonly serial: string;
  /** SHA-256 of the DER form, colon-separated hexadecimal. */
  readonly fingerprint: string;
}

export interface TlsDetails {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** The IANA name, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** What ALPN (RFC 7301) chose, such as `h2`; empty: nothing. */
  readonly alpn: string;
  /** From the server's own certificate up, at most 10. */
  readonly chain: readonly Certificate[];
  /** False when the chain was not accepted (and verification was off, or the check failed for it). */
  readonly authorized: boolean;
}

export interface Redirect {
  readonly status: number;
  /** Where it led: an absolute URL. */
  readonly url: string;
}

/** What a kind found besides phases. The named keys are shown by the app; a kind may add its own. */
export interface CheckDetails {
  /** `address:port` that answered; IPv6 in brackets. */
  readonly remoteAddress?: string;
  readonly tls?: TlsDetails;
  /** HTTP status (RFC 9110). */
  readonly status?: number;
  /** `1.0`, `1.1` or `2`. */
  readonly httpVersion?: string;
  /** Bytes of body that were read, before decompression. */
  readonly bytes?: number;
  /** True when the read cap closed the connection before the body ended. */
  readonly truncated?: boolean;
  readonly redirects?: readonly Redirect[];
  /** The start of what came back, at most 1,000 characters; only kept with failures that concern the answer. */
  readonly snippet?: string;
  readonly [key: string]: unknown;
}

/** What a check kind gives back: what happened on the wire, not yet judged. */
export interface CheckOutcome {
  /** From the start of DNS to the last byte. */
  readonly durationMs: Ms;
  readonly phases: Phases;
  /** Null: everything that was asked for was found. */
  readonly failure: Failure | null;
  readonly details: CheckDetails;
}

/** One check that has ended and was judged. Exactly one comes from every check. */
export interface CheckResult extends CheckOutcome {
  readonly endpointId: EndpointId;
  /** When the check began. */
  readonly at: EpochMs;
  readonly verdict: Verdict;
  /** Waited in the gate before it began; not part of `durationMs`. */
  readonly queuedMs: Ms;
  /** Began this long after it was due, the wait in the gate not counted. */
  readonly lateMs: Ms;
}

/** A check result without what only the detail view needs. */
export interface CheckSummary {
  readonly at: EpochMs;
  readonly durationMs: Ms;
  readonly phases: Phases;
  readonly verdict: Verdict;
  readonly failure: Pick<Failure, 'code' | 'message' | 'phase'> | null;
}

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

/** A stretch of `down`. */
export interface Incident {
  readonly id: string;
  readonly endpointId: EndpointId;
  /** The first failed check. */
  readonly startedAt: EpochMs;
  /** The last failed check so far. */
  readonly lastFailureAt: EpochMs;
  /** The first good check after it; null: still open. */
  readonly resolvedAt: EpochMs | null;
  /** Failed checks in it so far. */
  readonly failures: number;
  readonly cause: Failure;
  /** The first failed check, whole. */
  readonly evidence: CheckResult;
}

/** A stretch of time in which an endpoint had one known status. Time that no span covers is unknown. */
export interface StatusSpan {
  readonly endpointId: EndpointId;
  readonly status: 'up' | 'degraded' | 'down' | 'unknown';
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface Uptime {
  readonly window: '24h' | '7d' | '30d';
  /** Up time over up and down time, 0 to 1; null: nothing known. Unknown, paused and maintenance are in neither. */
  readonly ratio: number | null;
  /** `up` and `degraded`. */
  readonly upMs: Ms;
  readonly downMs: Ms;
  readonly incidents: number;
}

/**
 * Latency over a stretch of time, reduced to about the number of points asked for; a column each, one length, oldest
 * first. Only successful checks are in the latency columns; failures are counted beside them, never averaged in.
 */
export interface Series {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Width of a point; 0: every check is a point of its own. */
  readonly step: Ms;
  /** Start of the point, or time of the check. */
  readonly at: readonly EpochMs[];
  /** Successful checks (up and degraded). */
  readonly count: readonly number[];
  readonly down: readonly number[];
  readonly unknown: readonly number[];
  /** Of the successful checks; null where there was none. */
  readonly min: readonly (Ms | null)[];
  readonly avg: readonly (Ms | null)[];
  readonly max: readonly (Ms | null)[];
  /** Mean of each phase over the successful checks that had it. */
  readonly phases: { readonly [P in Phase]: readonly (Ms | null)[] };
  /** The first failure's sentence in the point, or null. */
  readonly failure: readonly (string | null)[];
  /** Over the whole stretch. */
  readonly summary: SeriesSummary;
}

export interface SeriesSummary {
  readonly count: number;
  readonly down: number;
  readonly unknown: number;
  readonly min: Ms | null;
  readonly avg: Ms | null;
  readonly max: Ms | null;
  /** Percentiles of the successful checks, within 1 % of the true value. */
  readonly p50: Ms | null;
  readonly p95: Ms | null;
  readonly p99: Ms | null;
}

/** How the one loop is doing. Figures are over the last `windowMs` unless they say otherwise. */
export interface Health {
  readonly at: EpochMs;
  readonly windowMs: Ms;
  /** How late the event loop ran what was due. */
  readonly loopDelay: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** Share of the time in which the loop was busy, 0 to 1. */
  readonly loopUtilization: number;
  readonly checksPerSecond: number;
  readonly inFlight: number;
  /** The most that were in flight at one time in the window. */
  readonly inFlightMax: number;
  /** Checks that are due and wait for a place. */
  readonly waiting: number;
  readonly waitingMax: number;
  /** How long after they were due checks began, gate not counted. */
  readonly lateness: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms };
  /** Slots dropped because the check before was still in flight, or this machine slept; since the start. */
  readonly missedSlots: number;
  readonly checksTotal: number;
  readonly store: {
    /** Rows that wait to be written. */
    readonly queued: number;
    /** How long the last batch took; null: none yet. */
    readonly writeMs: Ms | null;
    readonly rowsWritten: number;
    /** Database and its write-ahead log. */
    readonly bytes: number;
  };
  /** Bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** Of this process, in cores: 1 is one core busy. */
  readonly cpu: number;
  readonly uptimeMs: Ms;
}

export interface Settings {
  /** Tell of incidents by notification. */
  readonly notifications: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  /** Checks in flight at one time, over all; 1 to 10,000. */
  readonly maxConcurrent: number;
  /** Checks in flight at one time to one host; 1 to 10,000. */
  readonly maxPerHost: number;
  /** Days for which each single result is kept; 1 to 365. */
  readonly keepResultsDays: number;
  /** Days for which hour rollups, incidents and status are kept; 1 to 3,650. */
  readonly keepHistoryDays: number;
  /** What a new endpoint's interval is when nothing is said, where its kind has none of its own; 500 ms to 24 h. */
  readonly defaultInterval: Ms;
  /** The same for its timeout; 100 ms to 10 min. */
  readonly defaultTimeout: Ms;
  /** The same for its retries; 0 to 100. */
  readonly defaultRetries: number;
  /** The window stays in the tray when it is closed; of use where the host has `tray`. */
  readonly closeToTray: boolean;
  /** Lookout starts with the system, hidden in the tray; where the host has `startAtLogin`. */
  readonly startAtLogin: boolean;
  /** Notifications come with the system's sound; where the host has `notificationSound`. */
  readonly notificationSound: boolean;
  /** On battery, intervals are twice as long; where the host has `battery`. */
  readonly stretchOnBattery: boolean;
  /**
   * Shows the window from anywhere, in Electron's words such as `CommandOrControl+Shift+L`; empty: none. Where the host
   * has `globalShortcut`.
   */
  readonly globalShortcut: string;
  /**
   * What to do with secrets where the system has no vault for them: refuse to keep them, keep them sealed by a key in a
   * file beside the data, or ask (a request with a secret is answered with `needsConsent`); desktop only.
   */
  readonly secretsWithoutVault: 'ask' | 'keep' | 'refuse';
}

/** Whether this machine has a network, as far as it knows. */
export interface Network {
  readonly online: boolean;
  /** Why it is held to be offline, for people; empty when online. */
  readonly reason: string;
}

export interface Notification {
  /** One per incident: a later one with the same tag replaces the earlier. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly endpointId: EndpointId | null;
  readonly kind: 'down' | 'up' | 'problem';
}

/** Something that concerns Lookout itself, such as a config file that cannot be read. */
export interface Notice {
  /** A later notice with the same id replaces the earlier. */
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: string;
  /** False: the cause is gone, take the notice away. */
  readonly active: boolean;
}

/** What the page needs to know of the program it talks to. */
export interface HostInfo {
  readonly kind: 'desktop' | 'headless' | 'direct';
  readonly version: string;
  readonly platform: string;
  readonly dataDir: string;
  /** lookout.yaml that is kept in step with; null: none. */
  readonly configFile: string | null;
  /** What it can do besides watching: a page shows nothing that its host cannot do. */
  readonly features: readonly HostFeature[];
}

/** Some stand for host requests of `channels.ts`, some for settings that only such a host heeds. */
export type HostFeature =
  /** `closeToTray`. */
  | 'tray'
  | 'startAtLogin'
  | 'globalShortcut'
  | 'notificationSound'
  /** `stretchOnBattery`. */
  | 'battery'
  | 'windows'
  /** A lookout.yaml that is dropped on the page, or that Lookout is started with. */
  | 'import'
  | 'dataFolder'
  /** Not where the folder was given on the command line. */
  | 'moveDataFolder'
  | 'logs'
  | 'diagnostics'
  /** This is an installed release, which can be replaced by a newer one. */
  | 'updates';

import type { EndpointView } from './endpoints.ts';
import type { KindDescriptor } from '../descriptor.ts';
import type { CheckSummary } from '../model/check.ts';
import type { EndpointState } from '../model/endpoint.ts';
import type { Health } from '../model/health.ts';
import type { HostInfo } from '../model/host.ts';
import type { Source, SourceId } from '../model/source.ts';
import type { Incident } from '../model/incident.ts';
import type { Network, Notice, Notification } from '../model/notices.ts';
import type { Settings } from '../model/settings.ts';
import type { Sound } from '../model/sound.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** The most endpoints in one page of the snapshot; a page is about 1 MB of JSON. */
export const SNAPSHOT_PAGE = 250;
/** The most ended incidents in a snapshot. */
export const RECENT_INCIDENTS = 100;

/** Some of the endpoints, with the state of each at one moment. */
export interface SnapshotPage {
  /** The number of the last push that this page already contains. */
  readonly seq: number;
  /** In the order in which they were added; at most `SNAPSHOT_PAGE`. */
  readonly endpoints: readonly EndpointView[];
  /** The open incidents of these endpoints. The first page also has the newest ended incidents of all endpoints. */
  readonly incidents: readonly Incident[];
  /** The argument of the next `app.snapshotPage`; null: this is the last page. */
  readonly next: SnapshotCursor | null;
}

/** A place in the list of endpoints. It stays valid when endpoints are added or removed. */
export type SnapshotCursor = number;

/**
 * How long a snapshot contains a notification, so that a page that was still loading when it was pushed shows it, too.
 */
export const NOTIFICATION_KEPT_MS = 10_000;

/** Everything a page shows, with the first page of endpoints. */
export interface Snapshot extends SnapshotPage {
  readonly at: EpochMs;
  readonly host: HostInfo;
  /** The sources of the endpoints. The first one is the engine that answers. */
  readonly sources: readonly Source[];
  readonly kinds: readonly KindDescriptor[];
  readonly settings: Settings;
  readonly network: Network;
  readonly notices: readonly Notice[];
  /** The notifications of the last `NOTIFICATION_KEPT_MS`, oldest first. */
  readonly notifications: readonly Notification[];
  /** Null during the first second. */
  readonly health: Health | null;
}

/** Data that a page requests by itself, and requests again when it has changed. */
export type Collection =
  | 'maintenance'
  | 'annotations'
  | 'objectives'
  | 'incidentEvents'
  | 'reports'
  | 'statusPages'
  | 'alerts'
  | 'alerting'
  | 'vantages'
  /** The configs of the sources. The sources themselves are in the snapshot. */
  | 'sources'
  | 'tokens'
  | 'audit'
  | 'backups';

export type Change =
  /** An endpoint is new, or it was edited, paused, resumed or restored. Replaces everything known about it. */
  | { readonly type: 'endpoint'; readonly view: EndpointView }
  | { readonly type: 'removed'; readonly id: EndpointId }
  /** A check ended. Append `state.last` to the recent checks. */
  | {
      readonly type: 'checked';
      readonly id: EndpointId;
      readonly state: EndpointState & { readonly last: CheckSummary };
    }
  /** The state changed without a check; for example, the next check is due at another time. */
  | { readonly type: 'state'; readonly id: EndpointId; readonly state: EndpointState }
  | { readonly type: 'incident'; readonly incident: Incident }
  /** Data that a page requests by itself has changed. */
  | {
      readonly type: 'changed';
      readonly what: Collection;
      /** The remote Lookout where it changed; absent: here. */
      readonly source?: SourceId;
    }
  /** All sources, because one was added, changed or removed, or the state of its connection changed. */
  | { readonly type: 'sources'; readonly sources: readonly Source[] }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'network'; readonly network: Network }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notification'; readonly notification: Notification }
  /** An alert asks the open pages to play a sound. It is repeated until one of them reports that it plays it. */
  | { readonly type: 'sound'; readonly sound: Sound }
  | { readonly type: 'health'; readonly health: Health };

/**
 * At most `PUSHES_PER_SECOND`, each under `PUSH_BYTES` of JSON. `seq` grows by one; after a gap, request a new
 * snapshot.
 */
export interface Push {
  readonly seq: number;
  readonly at: EpochMs;
  readonly changes: readonly Change[];
}

/** The most pushes per second, on average. */
export const PUSHES_PER_SECOND = 10;

/** The most pushes that may follow each other at once after a quiet time. */
export const PUSH_BURST = 3;

/** The most bytes of JSON in one push. */
export const PUSH_BYTES = 64 * 1024;

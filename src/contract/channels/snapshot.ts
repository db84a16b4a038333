import type { EndpointView } from './endpoints.ts';
import type { KindDescriptor } from '../descriptor.ts';
import type { CheckSummary } from '../model/check.ts';
import type { EndpointState } from '../model/endpoint.ts';
import type { Health } from '../model/health.ts';
import type { HostInfo } from '../model/host.ts';
import type { Source } from '../model/source.ts';
import type { Incident } from '../model/incident.ts';
import type { Network, Notice, Notification } from '../model/notices.ts';
import type { Settings } from '../model/settings.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Endpoints in a page of the snapshot, at most; a page is about 1 MB of JSON. */
export const SNAPSHOT_PAGE = 250;
/** Ended incidents in a snapshot, at most. */
export const RECENT_INCIDENTS = 100;

/** A part of the endpoints, with what was known about each of them at one moment. */
export interface SnapshotPage {
  /** The number of the last push that this page already contains. */
  readonly seq: number;
  /** In the order in which they were added, at most `SNAPSHOT_PAGE`. */
  readonly endpoints: readonly EndpointView[];
  /** The open incidents of these endpoints. The first page also has the newest ended incidents of all endpoints. */
  readonly incidents: readonly Incident[];
  /** For `app.snapshotPage`; null: this is the last page. */
  readonly next: SnapshotCursor | null;
}

/** Marks a place in the list of endpoints. It stays valid when endpoints come and go. */
export type SnapshotCursor = number;

/** Everything a page shows, with the first page of endpoints. */
export interface Snapshot extends SnapshotPage {
  readonly at: EpochMs;
  readonly host: HostInfo;
  /** The sources of the endpoints; the first is the engine that answers. */
  readonly sources: readonly Source[];
  readonly kinds: readonly KindDescriptor[];
  readonly settings: Settings;
  readonly network: Network;
  readonly notices: readonly Notice[];
  /** Null in the first second. */
  readonly health: Health | null;
}

export type Change =
  /** New, edited, paused, resumed, restored: replaces what was known of it. */
  | { readonly type: 'endpoint'; readonly view: EndpointView }
  | { readonly type: 'removed'; readonly id: EndpointId }
  /** A check ended: append it to the recent ones. `state.last` is that check. */
  | {
      readonly type: 'checked';
      readonly id: EndpointId;
      readonly state: EndpointState & { readonly last: CheckSummary };
    }
  /** The state changed without a check: it is due at another time. */
  | { readonly type: 'state'; readonly id: EndpointId; readonly state: EndpointState }
  | { readonly type: 'incident'; readonly incident: Incident }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'network'; readonly network: Network }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notification'; readonly notification: Notification }
  | { readonly type: 'health'; readonly health: Health };

/** `PUSHES_PER_SECOND` at most and, as JSON, under `PUSH_BYTES`. `seq` grows by one; after a gap, ask for a new snapshot. */
export interface Push {
  readonly seq: number;
  readonly at: EpochMs;
  readonly changes: readonly Change[];
}

/** Pushes a second on average at most. */
export const PUSHES_PER_SECOND = 10;

/** Pushes that may go at once after a rest. */
export const PUSH_BURST = 3;

/** Bytes of JSON in a push at most. */
export const PUSH_BYTES = 64 * 1024;

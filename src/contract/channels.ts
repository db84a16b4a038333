/**
 * THE list of what crosses a process border: requests (renderer to main, answered) and pushes (main to renderer).
 * Electron IPC, HTTP with a WebSocket, and direct calls carry it unchanged. `docs/api.md` is generated from it and
 * from the argument schemas in `engine/requests/`.
 */
import type { KindForm } from './form.ts';
import type {
  CheckResult,
  CheckSummary,
  Endpoint,
  EndpointId,
  EndpointInput,
  EndpointState,
  EpochMs,
  Health,
  HostInfo,
  Incident,
  Network,
  Notice,
  Notification,
  RecentChecks,
  Series,
  Settings,
  Uptime,
} from './model.ts';

type Nothing = Readonly<Record<string, never>>;

/** Each channel's arguments and answer. */
export interface Requests {
  'app.snapshot': { args: Nothing; answer: Snapshot };
  'endpoints.parse': { args: { text: string }; answer: ParsedTarget[] };
  'endpoints.create': { args: { endpoints: EndpointInput[]; secretsOf?: EndpointId }; answer: Endpoint[] };
  'endpoints.update': { args: { id: EndpointId; config: EndpointInput }; answer: Endpoint };
  'endpoints.test': { args: { config: EndpointInput; secretsOf?: EndpointId }; answer: CheckResult };
  'endpoints.remove': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.restore': { args: { ids: EndpointId[] }; answer: Endpoint[] };
  'endpoints.pause': { args: { ids: EndpointId[]; until?: EpochMs }; answer: EndpointId[] };
  'endpoints.resume': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.checkNow': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'checks.list': { args: { id: EndpointId; before?: EpochMs; limit: number }; answer: CheckResult[] };
  'series.get': { args: { id: EndpointId; from: EpochMs; to: EpochMs; points: number }; answer: Series };
  'incidents.list': {
    args: { id?: EndpointId; before?: EpochMs; beforeId?: string; limit: number };
    answer: Incident[];
  };
  'uptime.get': { args: { id: EndpointId }; answer: Uptime[] };
  'settings.update': { args: { settings: Partial<Settings> }; answer: Settings };
  'health.get': { args: Nothing; answer: Health };
}

/**
 * What a page may ask of the program around the engine: of the desktop app. `HostInfo.features` says which of them it
 * answers; where there is no such program (headless), all of them are `unknownChannel`. Never over HTTP.
 */
export interface HostRequests {
  'host.openWindow': { args: { path: string; alwaysOnTop?: boolean }; answer: null };
  'host.window': { args: Nothing; answer: HostWindow };
  'host.keepOnTop': { args: { alwaysOnTop: boolean }; answer: HostWindow };
  'host.readImport': { args: { fileName: string; text: string }; answer: ImportPreview };
  'host.waitingImport': { args: Nothing; answer: ImportPreview | null };
  'host.import': { args: { id: number; entries: number[] }; answer: Endpoint[] };
  'host.openDataFolder': { args: Nothing; answer: null };
  'host.moveDataFolder': { args: Nothing; answer: { folder: string } | null };
  'host.openLogs': { args: Nothing; answer: null };
  'host.diagnostics': { args: Nothing; answer: { text: string } };
  'host.checkForUpdates': { args: Nothing; answer: UpdateState };
  'host.downloadUpdate': { args: Nothing; answer: UpdateState };
  'host.installUpdate': { args: Nothing; answer: null };
}

export type Channel = keyof Requests;
export type HostChannel = keyof HostRequests;
export type AnyChannel = Channel | HostChannel;
type AllRequests = Requests & HostRequests;
export type Args<C extends AnyChannel> = AllRequests[C]['args'];
export type Answer<C extends AnyChannel> = AllRequests[C]['answer'];

/** One sentence a channel, for `docs/api.md`; also what makes the list of channels exist at run time. */
export const CHANNELS = {
  'app.snapshot': 'Everything the page shows, as of the sequence number in it. Pushes with a higher one follow it.',
  'endpoints.parse': 'What a pasted text would add: a line each, with the endpoint it means or why it means none.',
  'endpoints.create':
    'Adds endpoints and checks them at once. All are added, or none. `{"$secret":true}` in the place of a secret copies the one of the endpoint `secretsOf`.',
  'endpoints.update':
    'Replaces the config of an endpoint. Its id and history stay. `{"$secret":true}` in the place of a secret keeps it.',
  'endpoints.test':
    'Checks a config once without adding it. `{"$secret":true}` in the place of a secret stands for the one of the endpoint `secretsOf`.',
  'endpoints.remove': 'Takes endpoints off the list. They can be restored, history included, for seven days.',
  'endpoints.restore': 'Undoes `endpoints.remove`.',
  'endpoints.pause':
    'Stops checking until resumed, or until a time. A check in flight is cancelled and leaves no result.',
  'endpoints.resume': 'Goes on checking, beginning at once.',
  'endpoints.checkNow': 'Checks at once, beside the schedule. Endpoints that are paused or in flight are passed over.',
  'checks.list': 'Single checks of an endpoint, newest first, at most 200 at a time.',
  'series.get': 'Latency and failures over a stretch of time, reduced to about the number of points asked for.',
  'incidents.list':
    'Incidents, newest first, of one endpoint or of all, at most 200 at a time. For the next page, `before` and `beforeId` are the start and id of the last one.',
  'uptime.get': 'Time-weighted uptime of the last 24 hours, 7 days and 30 days.',
  'settings.update': 'Changes some settings and answers with all.',
  'health.get': 'How the event loop, the schedule, the gate and the store are doing.',
} as const satisfies Record<Channel, string>;

/** The same for what only a host answers. */
export const HOST_CHANNELS = {
  'host.openWindow': 'Shows an endpoint (`/endpoint/ID`) in a window of its own, as it was. Feature `windows`.',
  'host.window': 'The window of the page that asks. Feature `windows`.',
  'host.keepOnTop': 'Keeps the window of the page that asks above others, or no longer. Feature `windows`.',
  'host.readImport': 'What the text of a lookout.yaml, dropped on the page, would add. Feature `import`.',
  'host.waitingImport':
    'What a file that Lookout was started with would add; the page is asked to go to `/import` then. Feature `import`.',
  'host.import': 'Adds entries of the last preview, by their index; all, or none. Feature `import`.',
  'host.openDataFolder': 'Shows the data folder in the system’s file manager. Feature `dataFolder`.',
  'host.moveDataFolder':
    'Asks for another folder for the data; with one, Lookout starts anew and moves it. Feature `moveDataFolder`.',
  'host.openLogs': 'Shows the folder of the log. Feature `logs`.',
  'host.diagnostics': 'Versions, settings, health and the end of the log, without secrets. Feature `diagnostics`.',
  'host.checkForUpdates': 'Whether there is a newer Lookout. Downloads nothing. Feature `updates`.',
  'host.downloadUpdate': 'Downloads the newer Lookout and answers when it is there. Feature `updates`.',
  'host.installUpdate': 'Quits, installs what was downloaded and starts it. Feature `updates`.',
} as const satisfies Record<HostChannel, string>;

/** How far the way to a newer Lookout has been gone; nothing is downloaded or installed unasked. */
export type UpdateState =
  | { readonly status: 'none'; readonly version: null }
  | { readonly status: 'available' | 'downloaded'; readonly version: string };

/** What a lookout.yaml would add. Kept by the host until the next one; endpoints themselves do not cross. */
export interface ImportPreview {
  readonly id: number;
  readonly fileName: string;
  /** In the order of the file; empty when there are problems. */
  readonly entries: readonly ImportEntry[];
  /** Why the file cannot be read: sentences that begin with the place, in the order of the file. */
  readonly problems: readonly string[];
}

export interface ImportEntry {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  /** An endpoint of this kind with the same target is there already, or earlier in the file. */
  readonly duplicate: boolean;
}

/** The window that a page is in. */
export interface HostWindow {
  /** False: it shows one endpoint, and nothing else need be offered in it. */
  readonly main: boolean;
  readonly alwaysOnTop: boolean;
}

/** A line of pasted text. Exactly one of `endpoint` and `problem` is there. */
export interface ParsedTarget {
  /** 1-based, as the person counts. */
  readonly line: number;
  readonly text: string;
  /** Ready for `endpoints.create`. */
  readonly endpoint?: EndpointInput;
  /** The target as it will be shown. */
  readonly target?: string;
  readonly problem?: string;
  /** An endpoint with the same target is there already. */
  readonly duplicate?: boolean;
}

export interface EndpointView {
  readonly endpoint: Endpoint;
  readonly state: EndpointState;
  readonly recent: RecentChecks;
}

export interface Snapshot {
  /** The number of the last push that is already in it. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly host: HostInfo;
  readonly endpoints: readonly EndpointView[];
  readonly kinds: readonly KindForm[];
  readonly settings: Settings;
  readonly network: Network;
  readonly notices: readonly Notice[];
  /** Null in the first second. */
  readonly health: Health | null;
  /** The open incidents and the newest of the ended, newest first. */
  readonly incidents: readonly Incident[];
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
/** Bytes of a lookout.yaml at most: ten thousand endpoints fit many times over; a file beyond it is a mistake. */
export const CONFIG_FILE_BYTES = 10 * 1024 * 1024;

export const REQUEST_ERROR_CODES = [
  /** No channel of that name. */
  'unknownChannel',
  /** The arguments do not fit; `issues` says where. */
  'invalid',
  /** There is no such endpoint. */
  'notFound',
  /** It comes from lookout.yaml and is changed there. */
  'readOnly',
  /**
   * It holds a secret, and this system has no vault for it. The message is a question; yes is the setting
   * `secretsWithoutVault: 'keep'` and the same request again.
   */
  'needsConsent',
  /** The engine is stopping, or the connection is gone. */
  'unavailable',
  /** A bug; the log has the stack. */
  'internal',
] as const;
export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];

export interface Issue {
  /** The field, such as `endpoints[0].interval`; empty: the whole. */
  readonly path: string;
  /** What is wrong and what would be accepted. */
  readonly message: string;
}

/** How a request that cannot be carried out is answered. Nothing was changed. */
export interface RequestFailure {
  readonly code: RequestErrorCode;
  readonly message: string;
  readonly issues: readonly Issue[];
}

/** What a transport gives the page. `window.lookout` on the desktop; made by the page over HTTP when headless. */
export interface Bridge {
  /** Rejects with a `RequestFailure`-shaped error. */
  request<C extends AnyChannel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  /** Calls back for every push from now on; returns what ends it. */
  onPush(listener: (push: Push) => void): () => void;
  /** Calls back when the way to the engine opens or breaks (never breaks on the desktop); returns what ends it. */
  onConnection(listener: (connected: boolean) => void): () => void;
  /** The host asks the page to go somewhere (notification or tray clicked): a path such as `/endpoint/ID`. */
  onNavigate(listener: (path: string) => void): () => void;
}

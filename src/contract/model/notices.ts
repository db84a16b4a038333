import type { CodeDocs, Params } from './text.ts';
import type { EndpointId } from './units.ts';

/** Whether this machine has a network, as far as it knows. */
export interface Network {
  readonly online: boolean;
  /** Why Lookout considers this machine offline; null: it is online. */
  readonly reason: OfflineReason | null;
}

/** `noAddress`: no network interface has an address. `silent`: hosts that answered before are silent. */
export type OfflineReason = 'noAddress' | 'silent';

/** The codes of notifications, with the parameters of their texts. */
export const NOTIFICATIONS = {
  'incident.down': {
    meaning: 'An endpoint went down.',
    params: {
      name: "the endpoint's name",
      target: 'its target, if the name does not say it',
      cause: 'the failure of its first failed check',
    },
  },
  'incident.up': {
    meaning: 'An endpoint is up again.',
    params: {
      name: "the endpoint's name",
      target: 'its target, if the name does not say it',
      downMs: 'how long the incident lasted',
      seenMs: 'for how much of it the endpoint was seen down, if Lookout did not watch all of it',
    },
  },
  'incident.flapping': {
    meaning: 'An endpoint goes down and up again and again. Nothing more is shown about it until that is over.',
    params: {
      name: "the endpoint's name",
      target: 'its target, if the name does not say it',
      count: 'how often it went down',
    },
  },
  'incident.calm': {
    meaning: 'An endpoint that went down and up again and again no longer does.',
    params: {
      name: "the endpoint's name",
      target: 'its target, if the name does not say it',
      reason: '`up` or `down`: what it is now',
    },
  },
  'incidents.down': {
    meaning: 'Several endpoints went down within seconds.',
    params: { count: 'how many', names: 'their names, at most 5', more: 'how many more' },
  },
  'incidents.up': {
    meaning: 'Several endpoints came back within seconds.',
    params: { count: 'how many', names: 'their names, at most 5', more: 'how many more' },
  },
  'alert.message': {
    meaning: 'A message of an alert rule.',
    params: { title: 'the title of the message', text: 'its text' },
  },
  'app.inTray': { meaning: 'The last window was closed, and Lookout goes on in the tray.', params: {} },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type NotificationCode = keyof typeof NOTIFICATIONS;

export interface Notification {
  /** One per incident: a notification replaces the earlier one with the same tag. */
  readonly tag: string;
  readonly code: NotificationCode;
  readonly params?: Params;
  readonly endpointId: EndpointId | null;
  readonly kind: 'down' | 'up' | 'problem';
}

/** The codes of notices, with the parameters of their texts. */
export const NOTICES = {
  'history.notSaved': { meaning: 'History cannot be written.', params: { problem: 'why' } },
  'data.replaced': {
    meaning: 'The data was damaged, and a backup replaced it.',
    params: { backup: 'the file of the backup', aside: 'the file with the damaged data' },
  },
  'settings.damaged': {
    meaning: 'Some stored settings could not be read.',
    params: { names: 'the settings that have their defaults' },
  },
  'endpoints.unusable': {
    meaning: 'Some stored endpoints cannot be checked by this version.',
    params: { count: 'how many', problems: 'what is wrong with the first five' },
  },
  'secrets.unreadable': {
    meaning: 'Secrets of some endpoints cannot be read.',
    params: { count: 'how many endpoints', names: 'their names, at most 5', more: 'how many more' },
  },
  'alerts.failing': {
    meaning: 'A channel delivers no alerts.',
    params: { name: 'the channel', problem: 'what the other side said' },
  },
  'alerts.template': {
    meaning: 'A template failed, and the message was sent with the default text.',
    params: { name: 'the channel', rule: 'the rule', line: 'the line', column: 'the column', problem: 'what is wrong' },
  },
  'app.overloaded': { meaning: 'There are more checks than this computer can run.', params: {} },
  'app.bug': { meaning: 'An error was not handled.', params: { folder: 'the folder of the log' } },
  'config.notFollowed': {
    meaning: 'The config file has errors, or cannot be followed.',
    params: { problems: 'what is wrong' },
  },
  'prometheus.failing': {
    meaning: 'Prometheus does not check the endpoints, or Lookout cannot read the results.',
    params: {
      reason:
        '`unreachable`, `notWritten` (the file of the targets), `notLoaded` (a blackbox_exporter has not loaded its modules), `unchecked` (no vantage point can check some endpoints), `noVantages` (lookout.yaml names none) or `noSamples` (Prometheus answers, but has none)',
      file: 'the file of the targets; with `notLoaded`, that of the modules',
      problem: 'what went wrong; with `unchecked`, the number of the endpoints',
      names: 'with `unchecked`: the names of the endpoints, at most 5',
      more: 'with `unchecked`: how many more',
    },
  },
  'log.lost': { meaning: 'The log cannot be written.', params: { problem: "the system's error" } },
  'page.reloaded': { meaning: 'The page was reloaded.', params: { reason: '`crashed` or `hung`' } },
  'pushListener.failed': {
    meaning: 'The port for heartbeats cannot be used.',
    params: { port: 'the port', problem: "the system's error" },
  },
  'shortcut.unusable': {
    meaning: 'The global shortcut does not work.',
    params: { reason: '`taken` or `invalid`', keys: 'the keys' },
  },
  'notifications.refused': {
    meaning: 'The system shows no notifications of Lookout.',
    params: { problem: "the system's reason" },
  },
  'update.available': { meaning: 'There is a newer Lookout.', params: { version: 'its version' } },
  'update.downloaded': { meaning: 'A newer Lookout is downloaded.', params: { version: 'its version' } },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type NoticeCode = keyof typeof NOTICES;

/** Something that concerns Lookout itself, such as a config file that cannot be read. */
export interface Notice {
  /** A notice replaces the earlier one with the same id. */
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly code: NoticeCode;
  readonly params?: Params;
  /** False: the cause is gone; remove the notice. */
  readonly active: boolean;
}

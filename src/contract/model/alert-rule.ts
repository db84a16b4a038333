/** Rules and silences, which decide who is alerted about what. */
import type { AlertTemplates } from './alert-template.ts';
import type { MaintenanceSchedule, Occurrence } from './maintenance.ts';
import type { EndpointMatch } from './match.ts';
import type { EpochMs, Ms } from './units.ts';
import type { Weekday } from './weekday.ts';

/**
 * What a rule reacts to. `slow`: degraded because the endpoint is slower than usual, and for no other reason. `up`: the trouble is over,
 * after people were alerted. For the others see `AlertTopic`.
 */
export const RULE_EVENTS = [
  'down',
  'degraded',
  'slow',
  'certificate',
  'domain',
  'budget',
  'pattern',
  'noData',
  'lookout',
  'up',
] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

/** Channels that are alerted later, if nobody has acknowledged the alert. */
export interface RuleStep {
  /** Counted from when people were first alerted. */
  readonly after: Ms;
  /** Names of channels. */
  readonly channels: readonly string[];
}

/** When a rule alerts. Trouble at another time is sent when these hours begin, if it still lasts. */
export interface RuleHours {
  readonly days: readonly Weekday[];
  /** Times of day such as `08:00`. With `from` after `to`, the hours end on the next day. */
  readonly from: string;
  readonly to: string;
  /** An IANA name; empty: the time zone of this machine. */
  readonly timezone: string;
}

export interface RuleConfig extends AlertTemplates {
  /** Unique. */
  readonly name: string;
  readonly enabled: boolean;
  readonly match: EndpointMatch;
  readonly events: readonly RuleEvent[];
  /** Names of channels. */
  readonly channels: readonly string[];
  /** How long trouble must last before anybody is alerted; 0 to 7 d. */
  readonly after: Ms;
  /** How often the alert is repeated while nobody has acknowledged it; 1 min to 7 d; null: never. */
  readonly repeat: Ms | null;
  /** In the order of `after`. */
  readonly steps: readonly RuleStep[];
  /** Null: always. */
  readonly hours: RuleHours | null;
  /**
   * For `certificate` and `domain`: how many days before the expiry people are alerted, once each; 1 to 365, the
   * largest first.
   */
  readonly expiresWithin: readonly number[];
  /** For `pattern`, such as `3 of 5` or `<10,<10,>100,>100`; empty: none. */
  readonly pattern: string;
}

export interface AlertRule {
  readonly id: string;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: 'hand' | 'file';
  readonly config: RuleConfig;
}

/** A rule and what it matches now. */
export interface AlertRuleView extends AlertRule {
  /** How many of the watched endpoints it matches. */
  readonly endpoints: number;
}

/** A rule as a form, a file or a script gives it. Missing fields get their defaults. */
export interface RuleInput {
  readonly titleTemplate?: string | undefined;
  readonly bodyTemplate?: string | undefined;
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly match?: EndpointMatch | undefined;
  readonly events?: readonly string[] | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly after?: Ms | string | undefined;
  readonly repeat?: Ms | string | null | undefined;
  readonly steps?: readonly { readonly after: Ms | string; readonly channels: readonly string[] }[] | undefined;
  readonly expiresWithin?: readonly number[] | undefined;
  readonly pattern?: string | undefined;
  readonly hours?:
    | {
        readonly days?: readonly string[] | undefined;
        readonly from?: string | undefined;
        readonly to?: string | undefined;
        readonly timezone?: string | undefined;
      }
    | null
    | undefined;
}

/** The config of a silence. It happens once or repeatedly, like planned work. */
export interface SilenceConfig extends MaintenanceSchedule {
  /** The reason; may be empty, but not in lookout.yaml, where it is unique. At most 2,000 characters. */
  readonly name: string;
  readonly match: EndpointMatch;
}

/** Nobody is alerted about these endpoints for a while. Checks continue, and incidents begin. */
export interface Silence extends Occurrence {
  readonly id: string;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: 'hand' | 'file';
  readonly config: SilenceConfig;
  /** 0: unknown, because it comes from the file. */
  readonly createdAt: EpochMs;
  /** Whether it is under way, from `from` to `to`. Otherwise, these are the times of the next occurrence. */
  readonly active: boolean;
  /** The occurrence that is under way, or else the next ones; at most 3. */
  readonly next: readonly Occurrence[];
  /** How many of the watched endpoints it matches. */
  readonly endpoints: number;
}

/** An occurrence of a silence in a calendar. */
export interface PlannedSilence extends Occurrence {
  readonly silenceId: string;
}
